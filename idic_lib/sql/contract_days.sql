-- One row per customer and day with an order before $as_of, money in minor units.
select customer_id, ordered_on, cast(sum(amount) as bigint) as amount
from orders
where ordered_on < $as_of
group by customer_id, ordered_on
order by customer_id, ordered_on
