-- Orders and what was paid for them before $as_of, per customer and half of their orders; halves as in criteria_half_lines.sql.
with halves as (
    select customer_id, amount, row_number() over (partition by customer_id order by ordered_on, order_id) % 2 as half
    from orders
    where ordered_on < $as_of
)

select customer_id, half, count(*) as orders, cast(sum(amount) as bigint) as amount
from halves
group by customer_id, half
having sum(amount) > 0
order by customer_id, half
