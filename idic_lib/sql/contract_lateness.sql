-- Days between a payment and the next one before $as_of, and how many such gaps there are; gaps up to half a period are extra payments
-- and those over one and a half a pause, so both are left out.
with days as (
    select distinct customer_id, ordered_on
    from orders
    where ordered_on < $as_of
),
gaps as (
    select date_diff('day', lag(ordered_on) over (partition by customer_id order by ordered_on), ordered_on) as gap
    from days
)
select gap, count(*) as gaps
from gaps
where gap between 0.5 * $period and 1.5 * $period
group by gap
order by gap
