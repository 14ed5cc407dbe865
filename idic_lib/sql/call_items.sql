-- For each field, and for the day of the latest order before the call (`last_order`): of all calls, how many show it in the record that
-- called, and how many in any record of the person.
with calls as (
    select
        c.record_id, coalesce(l.customer_id, c.record_id) as customer_id, c.called_on,
        row_number() over (order by c.record_id, c.called_on) as call_no
    from record_calls as c
    left join links as l on l.record_id = c.record_id
    where c.called_on < cast($as_of as date)
),
by_record as (select record_id, field from record_cells where usable group by record_id, field),
by_person as (select customer_id, field from record_cells where usable group by customer_id, field),
fields as (select distinct field from record_cells),
latest as (
    select
        c.call_no, max(o.ordered_on) as of_person, max(case when o.record_id = c.record_id then o.ordered_on end) as of_record
    from calls as c
    left join links as l on l.customer_id = c.customer_id
    inner join record_orders as o on o.record_id = coalesce(l.record_id, c.record_id) and o.ordered_on < c.called_on
    group by c.call_no
)
select f.field, count(*) as calls, count(r.record_id) as before, count(p.customer_id) as after
from calls as c
cross join fields as f
left join by_record as r on r.record_id = c.record_id and r.field = f.field
left join by_person as p on p.customer_id = c.customer_id and p.field = f.field
group by f.field
union all
select 'last_order', count(*), count(*) filter (where o.of_record = o.of_person), count(o.of_person)
from calls as c
left join latest as o on o.call_no = c.call_no
order by 1
