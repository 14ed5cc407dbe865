-- One row per customer: recency, frequency, monetary value and their scores, 1 (lowest) to $bins (highest).
-- rank() gives equal customers equal ranks, so a tie is never split; a score may therefore stay empty. trend is orders in
-- the last 13 weeks less those in the 13 weeks before: two customers of equal scores may be on their way up and down.
with spend as (
    select
        customer_id,
        max(ordered_on) as last_on,
        count(*) as frequency,
        cast(sum(amount) as bigint) as monetary,
        count(*) filter (where date_diff('day', ordered_on, cast($as_of as date)) between 1 and 91)
        - count(*) filter (where date_diff('day', ordered_on, cast($as_of as date)) between 92 and 182) as trend
    from orders
    where ordered_on < $as_of
    group by customer_id
),
ranked as (
    select
        customer_id,
        date_diff('day', last_on, cast($as_of as date)) as recency_days,
        frequency,
        monetary,
        trend,
        rank() over (order by last_on) - 1 as r,
        rank() over (order by frequency) - 1 as f,
        rank() over (order by monetary) - 1 as m,
        count(*) over () as n
    from spend
)
select
    customer_id,
    recency_days,
    frequency,
    monetary,
    trend,
    cast(1 + floor(cast($bins as double) * r / n) as bigint) as recency_score,
    cast(1 + floor(cast($bins as double) * f / n) as bigint) as frequency_score,
    cast(1 + floor(cast($bins as double) * m / n) as bigint) as monetary_score
from ranked
order by customer_id
