-- Of persons with an order before $as_of, by fifth of spend: of how many a field can be used in any of their records, with their sales.
-- Orders may carry the number of a record or already that of the person; trial accounts and the shop's own cards are nobody.
-- Persons who spent the same share a fifth.
with nobody as (select record_id from records group by record_id having min(name_kind) = 'trial' and max(name_kind) = 'trial'),
spend as (
    select coalesce(l.customer_id, o.customer_id) as customer_id, cast(sum(o.amount) as bigint) as amount
    from orders as o
    left join links as l on l.record_id = o.customer_id
    left join nobody as n on n.record_id = o.customer_id
    where o.ordered_on < $as_of and n.record_id is null
    group by 1
),
ranked as (
    select customer_id, amount, 1 + cast(floor(5.0 * (rank() over (order by amount desc) - 1) / count(*) over ()) as integer) as fifth
    from spend
),
fifths as (select fifth, count(*) as persons, cast(sum(amount) as bigint) as amount from ranked group by fifth),
fields as (select distinct field from record_cells where filled),
known as (
    select k.field, p.fifth, count(*) as persons, cast(sum(p.amount) as bigint) as amount
    from ranked as p
    inner join (select customer_id, field from record_cells where usable group by customer_id, field) as k on k.customer_id = p.customer_id
    group by k.field, p.fifth
)
select
    f.field, t.fifth, t.persons, coalesce(k.persons, 0) as known, t.amount, coalesce(k.amount, 0) as known_amount
from fifths as t
cross join fields as f
left join known as k on k.fifth = t.fifth and k.field = f.field
order by f.field, t.fifth
