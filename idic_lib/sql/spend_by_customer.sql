-- One row per customer who ordered in [$since, $until): orders, money in minor units, first and last day.
select
    customer_id,
    count(*) as orders,
    cast(sum(amount) as bigint) as amount,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on
from orders
where ordered_on >= $since and ordered_on < $until
group by customer_id
order by customer_id
