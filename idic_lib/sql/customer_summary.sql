-- One row per customer: the repeat-purchase summary at day grain (Fader, Hardie and Lee 2005), money in minor units.
-- A purchase is a day with at least one order; its amount is the sum of that day's orders. The first day starts the
-- clock and is not a repeat, so its amount is left out of repeat_amount. $until is the day after the last one seen.
with days as (
    select customer_id, ordered_on, cast(sum(amount) as bigint) as amount
    from orders
    where ordered_on >= $since and ordered_on < $until
    group by customer_id, ordered_on
)
select
    customer_id,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on,
    count(*) - 1 as frequency,
    date_diff('day', min(ordered_on), max(ordered_on)) as recency,
    date_diff('day', min(ordered_on), cast($until as date)) - 1 as age,
    count(*) filter (where ordered_on >= $recent_from) - case when min(ordered_on) >= $recent_from then 1 else 0 end as recent,
    cast(sum(amount) - arg_min(amount, ordered_on) as bigint) as repeat_amount,
    cast(sum(amount) as bigint) as amount
from days
group by customer_id
order by customer_id
