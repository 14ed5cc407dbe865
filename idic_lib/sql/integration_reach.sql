-- Of each system's records: how many belong to a person of whom another system holds a record too; and the other way round, the
-- largest share of another system's persons who have a record here (few leads become buyers, but every buyer was a lead).
with ids as (
    select distinct r.record_id, r.system, coalesce(l.customer_id, r.record_id) as customer_id
    from records as r
    left join links as l on l.record_id = r.record_id
    where coalesce(r.name_kind, 'none') <> 'trial'
),
held as (select distinct system, customer_id from ids),
sizes as (select system, count(*) as persons from held group by system),
back as (
    select h.system, max(h.persons * 1.0 / z.persons) as found_from
    from (
        select a.system, b.system as other, count(*) as persons
        from held as a
        inner join held as b on b.customer_id = a.customer_id and b.system <> a.system
        group by a.system, b.system
    ) as h
    inner join sizes as z on z.system = h.other
    group by h.system
),
persons as (select customer_id, count(distinct system) as systems from ids group by customer_id)
select i.system, count(*) as "rows", count(*) filter (where p.systems > 1) as linked, coalesce(max(b.found_from), 0) as found_from,
    count(distinct i.customer_id) as persons, count(distinct case when p.systems > 1 then i.customer_id end) as met
from ids as i
inner join persons as p on p.customer_id = i.customer_id
left join back as b on b.system = i.system
group by i.system
order by i.system
