-- Of each system's records and each identifier: how many have one that can be used, and of how many another system holds the same.
-- A value that more than $most_names names share (the shop's phone) tells nobody apart and is not usable.
with own as (
    select record_id, system, 'record_number' as identifier, record_id as value, cast(null as varchar) as name
    from records
    where coalesce(name_kind, 'none') <> 'trial'
    union all
    select record_id, system, field, value, cast(null as varchar) from record_cells where usable and field in ('phone', 'email')
    union all
    select b.record_id, b.system, 'name_and_birth', n.value || ' ' || b.value, cast(null as varchar)
    from record_cells as n
    inner join record_cells as b on b.record_no = n.record_no and b.field = 'birth_date' and b.usable
    where n.field = 'full_name' and n.usable
),
shared as (
    select c.field as identifier, c.value
    from record_cells as c
    inner join record_cells as n on n.record_no = c.record_no and n.field = 'full_name' and n.usable
    where c.usable and c.field in ('phone', 'email')
    group by c.field, c.value
    having count(distinct n.value) > $most_names
),
fit as (
    select distinct o.record_id, o.system, o.identifier, o.value
    from own as o
    left join shared as s on s.identifier = o.identifier and s.value = o.value
    where s.value is null
),
spread as (select identifier, value, count(distinct system) as systems from fit group by identifier, value),
held as (
    select f.system, f.identifier, count(distinct f.record_id) as usable, count(distinct case when s.systems > 1 then f.record_id end) as found
    from fit as f
    inner join spread as s on s.identifier = f.identifier and s.value = f.value
    group by f.system, f.identifier
),
sizes as (
    select system, count(distinct record_id) as records from records where coalesce(name_kind, 'none') <> 'trial' group by system
),
asked as (select distinct identifier from held)
select z.system, a.identifier, z.records, coalesce(h.usable, 0) as usable, coalesce(h.found, 0) as found
from sizes as z
cross join asked as a
left join held as h on h.system = z.system and h.identifier = a.identifier
order by z.system, a.identifier
