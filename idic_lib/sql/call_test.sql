-- What one look-up shows whoever answers a call, per call: of the fields named in $items (such as '|phone|last_order|'), how many stand in
-- the record that called, and how many in all records of the person; `last_order` is shown where the day of the person's latest order
-- before the call is known. Calls of one person belong together: one row per pattern of a
-- person's sums, with how many persons have it. `record_calls` holds the calls (record_id, called_on), `record_orders` what was bought when (record_id, ordered_on).
with calls as (
    select c.record_id, coalesce(l.customer_id, c.record_id) as customer_id, c.called_on, row_number() over (order by c.record_id, c.called_on) as call_no
    from record_calls as c
    left join links as l on l.record_id = c.record_id
    where c.called_on < cast($as_of as date)
),
bought as (
    select o.record_id, coalesce(l.customer_id, o.record_id) as customer_id, o.ordered_on
    from record_orders as o
    left join links as l on l.record_id = o.record_id
),
by_record as (select record_id, field from record_cells where usable and strpos($items, '|' || field || '|') > 0 group by record_id, field),
by_person as (select customer_id, field from record_cells where usable and strpos($items, '|' || field || '|') > 0 group by customer_id, field),
latest as (
    select c.call_no, max(b.ordered_on) as of_person, max(case when b.record_id = c.record_id then b.ordered_on end) as of_record
    from calls as c
    inner join bought as b on b.customer_id = c.customer_id and b.ordered_on < c.called_on
    group by c.call_no
),
counted_record as (select record_id, count(*) as fields from by_record group by record_id),
counted_person as (select customer_id, count(*) as fields from by_person group by customer_id),
shown as (
    select
        c.customer_id, c.call_no,
        coalesce(r.fields, 0) + case when strpos($items, '|last_order|') > 0 and o.of_record = o.of_person then 1 else 0 end as before,
        coalesce(p.fields, 0) + case when strpos($items, '|last_order|') > 0 and o.of_person is not null then 1 else 0 end as after
    from calls as c
    left join counted_record as r on r.record_id = c.record_id
    left join counted_person as p on p.customer_id = c.customer_id
    left join latest as o on o.call_no = c.call_no
),
summed as (
    select customer_id, count(*) as calls, cast(sum(before) as bigint) as before, cast(sum(after) as bigint) as after
    from shown
    group by customer_id
)
select calls, before, after, count(*) as persons from summed group by calls, before, after order by calls, before, after
