-- One row per customer who bought in [$since, $until): days with a purchase, and money in minor units.
select
    customer_id,
    count(distinct ordered_on) as purchases,
    cast(sum(amount) as bigint) as amount
from orders
where ordered_on >= $since and ordered_on < $until
group by customer_id
order by customer_id
