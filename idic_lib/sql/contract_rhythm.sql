-- How regular payments are: customers with three or more days of payment, and among them those whose days between payments are nearly
-- equal (half of them within 15% of the customer's median) and about a month, a quarter or a year, with that median of medians.
with days as (
    select distinct customer_id, ordered_on
    from orders
    where ordered_on < $as_of
),
gaps as (
    select
        customer_id,
        date_diff('day', lag(ordered_on) over (partition by customer_id order by ordered_on), ordered_on) as gap
    from days
),
typical as (
    select customer_id, median(gap) as typical, mad(gap) as spread
    from gaps
    where gap is not null
    group by customer_id
    having count(*) >= 2
),
named as (
    select
        typical,
        case
            when spread > 0.15 * typical then 'none'
            when typical between 26 and 35 then 'month'
            when typical between 84 and 98 then 'quarter'
            when typical between 350 and 380 then 'year'
            else 'none'
        end as rhythm
    from typical
)
select rhythm, count(*) as customers, median(typical) as typical_days
from named
group by rhythm
order by rhythm
