-- One row per customer: first and last day of payment before $as_of, the last one until $seen (null when the first came later),
-- days with a payment and money in minor units.
with days as (
    select customer_id, ordered_on, cast(sum(amount) as bigint) as amount
    from orders
    where ordered_on < $as_of
    group by customer_id, ordered_on
)
select
    customer_id,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on,
    max(case when ordered_on <= $seen then ordered_on end) as seen_on,
    count(*) as payments,
    cast(sum(amount) as bigint) as amount
from days
group by customer_id
order by customer_id
