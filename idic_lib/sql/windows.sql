-- One row per customer with a purchase in the 16 weeks before $starts_on: spend in four windows of 28 days counted back
-- from the start, weeks with a purchase, spend in the window of equal length directly before, and spend in [$starts_on, $until).
-- Nothing on or after $as_of counts.
with near as (
    select
        customer_id, amount,
        date_diff('day', ordered_on, cast($starts_on as date)) as back,
        date_diff('day', cast($starts_on as date), cast($until as date)) as length
    from orders
    where ordered_on < least(cast($until as date), cast($as_of as date))
)
select
    customer_id,
    cast(coalesce(sum(amount) filter (where back between 1 and 28), 0) as bigint) as weeks_1_4,
    cast(coalesce(sum(amount) filter (where back between 29 and 56), 0) as bigint) as weeks_5_8,
    cast(coalesce(sum(amount) filter (where back between 57 and 84), 0) as bigint) as weeks_9_12,
    cast(coalesce(sum(amount) filter (where back between 85 and 112), 0) as bigint) as weeks_13_16,
    count(distinct (back - 1) // 7) filter (where back between 1 and 112) as active_weeks,
    cast(coalesce(sum(amount) filter (where back between 1 and length), 0) as bigint) as amount_before,
    cast(coalesce(sum(amount) filter (where back <= 0), 0) as bigint) as amount_during
from near
group by customer_id
having count(*) filter (where back between 1 and 112) > 0
order by customer_id
