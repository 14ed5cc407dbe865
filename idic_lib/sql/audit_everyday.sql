-- Customer numbers with an order on more than two of five days between the first and the last order on file.
with span as (
    select min(ordered_on) as first_on, max(ordered_on) as last_on from orders where ordered_on < $as_of
),
days as (
    select customer_id, count(distinct ordered_on) as days, count(*) as orders, sum(amount) as amount
    from orders where ordered_on < $as_of group by customer_id
)
select count(*) as customers, cast(coalesce(sum(orders), 0) as bigint) as orders, cast(coalesce(sum(amount), 0) as bigint) as amount
from days, span
where days * 5 > (date_diff('day', first_on, last_on) + 1) * 2
