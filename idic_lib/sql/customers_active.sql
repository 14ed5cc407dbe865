-- How many customers have an order before $as_of, and how many of them one on or after $active_since.
select count(*) as known, count(*) filter (where last_on >= $active_since) as active
from (select customer_id, max(ordered_on) as last_on from orders where ordered_on < $as_of group by customer_id) as each
