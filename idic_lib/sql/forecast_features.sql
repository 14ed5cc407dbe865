-- One row per customer with an order before $origin: what a feature model may know on that day, at day grain.
-- The first day is no repeat purchase, so gap counts repeats. Windows are counted back from $origin; amounts are minor units.
with days as (
    select customer_id, ordered_on, cast(sum(amount) as bigint) as amount
    from orders
    where ordered_on < $origin
    group by customer_id, ordered_on
),
gaps as (
    select
        customer_id,
        ordered_on,
        amount,
        date_diff('day', lag(ordered_on) over (partition by customer_id order by ordered_on), ordered_on) as gap
    from days
)
select
    customer_id,
    min(ordered_on) as first_on,
    count(gap) as frequency,
    date_diff('day', min(ordered_on), cast($origin as date)) - 1 as age,
    date_diff('day', max(ordered_on), cast($origin as date)) - 1 as since,
    count(gap) filter (where ordered_on >= cast($origin as date) - 28) as weeks_4,
    count(gap) filter (where ordered_on >= cast($origin as date) - 91) as weeks_13,
    count(gap) filter (where ordered_on >= cast($origin as date) - 182) as weeks_26,
    avg(gap) as gap_mean,
    arg_max(gap, ordered_on) as gap_last,
    max(gap) as gap_longest,
    sum(amount) / count(*) as spend_mean
from gaps
group by customer_id
order by customer_id
