-- One row per customer with an order before $cut: what was known of their purchases then, and what they brought in [$cut, $as_of).
select
    customer_id,
    count(*) filter (where ordered_on < $cut) as orders,
    cast(coalesce(sum(amount) filter (where ordered_on < $cut), 0) as bigint) as amount,
    date_diff('day', max(ordered_on) filter (where ordered_on < $cut), cast($cut as date)) as recency_days,
    date_diff('day', min(ordered_on), cast($cut as date)) as age_days,
    cast(greatest(coalesce(sum(amount) filter (where ordered_on >= $cut), 0), 0) as bigint) as ahead
from orders
where ordered_on < $as_of
group by customer_id
having min(ordered_on) < $cut
order by customer_id
