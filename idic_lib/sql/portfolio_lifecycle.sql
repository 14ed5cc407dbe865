-- One row per customer with an order before $as_of: state of the lifecycle by the customer's own rhythm, in days.
-- A rhythm is the gap that a day taken at random falls into: sum of squared gaps over sum of gaps, so that purchases in clusters do not make
-- every pause look long. The middle customer's mean gap is added once, as it would be lived by a regular buyer (a gap twice the mean):
-- (squares + 2 typical^2) / (days + typical). $slipping and $lapsed are in rhythms.
with days as (
    select distinct customer_id, ordered_on
    from orders
    where ordered_on < $as_of
),
gaps as (
    select
        customer_id,
        ordered_on,
        date_diff('day', lag(ordered_on) over (partition by customer_id order by ordered_on), ordered_on) as gap
    from days
),
lived as (
    select
        customer_id,
        ordered_on,
        gap,
        coalesce(sum(gap) over earlier, 0) as days_before,
        coalesce(sum(gap * gap) over earlier, 0) as squares_before
    from gaps
    window earlier as (partition by customer_id order by ordered_on rows between unbounded preceding and 1 preceding)
),
spans as (
    select
        customer_id,
        min(ordered_on) as first_on,
        max(ordered_on) as last_on,
        count(*) as purchases,
        coalesce(sum(gap), 0) as days_between,
        coalesce(sum(gap * gap), 0) as squares
    from gaps
    group by customer_id
),
typical as (
    select median(days_between / (purchases - 1)) as gap
    from spans
    where purchases > 1
),
returned as (
    select
        lived.customer_id,
        max(lived.ordered_on) as back_on
    from lived
    cross join typical
    where lived.gap > cast($lapsed as double) * (lived.squares_before + 2 * typical.gap * typical.gap) / (lived.days_before + typical.gap)
    group by lived.customer_id
),
silent as (
    select
        spans.customer_id,
        typical.gap,
        (spans.squares + 2 * typical.gap * typical.gap) / (spans.days_between + typical.gap) as rhythm_days,
        date_diff('day', spans.last_on, cast($as_of as date)) as silent_days,
        date_diff('day', spans.first_on, cast($as_of as date)) as known_days,
        date_diff('day', returned.back_on, cast($as_of as date)) as back_days
    from spans
    cross join typical
    left join returned on spans.customer_id = returned.customer_id
)
select
    customer_id,
    case
        when silent_days > cast($lapsed as double) * rhythm_days then 'lapsed'
        when silent_days > cast($slipping as double) * rhythm_days then 'slipping'
        when back_days <= cast($lapsed as double) * rhythm_days then 'won_back'
        when known_days <= cast($lapsed as double) * gap then 'new'
        else 'active'
    end as state,
    rhythm_days,
    silent_days
from silent
order by customer_id
