-- Spend per customer before as_of and the fifth it falls into; customers who spent the same share a fifth.
with spend as (
    select customer_id, count(*) as orders, cast(sum(amount) as bigint) as amount, min(ordered_on) as first_on, max(ordered_on) as last_on
    from orders
    where ordered_on < $as_of
    group by customer_id
)
select customer_id, first_on, last_on, orders, amount,
       1 + cast(floor(5.0 * (rank() over (order by amount desc) - 1) / count(*) over ()) as integer) as fifth
from spend
order by customer_id
