-- The exports as they came, before any row is set aside.
select count(distinct order_id) as orders, count(distinct customer_id) as customers, cast(sum(amount) as bigint) as amount
from orders_raw
