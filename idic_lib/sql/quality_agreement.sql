-- Of persons with records in two systems, of each field that both hold: pairs of systems, and pairs that agree. One row per field
-- and such pair of numbers, with the persons who have it. Of a person's records in one system the latest speaks.
with several as (select customer_id from record_cells where field = 'full_name' group by customer_id having min(system) < max(system)),
held as (
    select
        customer_id, system, field, value,
        row_number() over (partition by customer_id, system, field order by created_on desc nulls last, record_no desc) as place
    from record_cells
    where customer_id in (select customer_id from several) and usable and field <> 'created_on'
),
compared as (
    select a.field, a.customer_id, count(*) as pairs, count(*) filter (where a.value = b.value) as agree
    from held as a
    inner join held as b on b.customer_id = a.customer_id and b.field = a.field and a.system < b.system
    where a.place = 1 and b.place = 1
    group by a.field, a.customer_id
)
select field, pairs, agree, count(*) as persons from compared group by field, pairs, agree order by field, pairs, agree
