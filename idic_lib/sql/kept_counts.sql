-- The orders that are kept, and whose they are.
select count(*) as orders, count(distinct customer_id) as customers from orders
