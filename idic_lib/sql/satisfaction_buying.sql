-- One row per customer with an order before $as_of: purchase days, the first and the last of them, and sales so far.
select
    customer_id, count(distinct ordered_on) as days, min(ordered_on) as first_on, max(ordered_on) as last_on,
    cast(sum(amount) as bigint) as sales
from orders
where ordered_on < $as_of
group by customer_id
order by customer_id
