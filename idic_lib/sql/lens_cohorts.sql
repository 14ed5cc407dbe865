-- Lens 4, cohorts compared: customers by month of first order since $since, each over its first $days days after that order.
-- Only months whose last day lies $days before $until are there, so that every customer was seen equally long.
with joined as (
    select customer_id, min(ordered_on) as joined_on
    from orders
    where ordered_on >= $since and ordered_on < $until
    group by customer_id
),

early as (
    select
        j.customer_id, cast(date_trunc('month', j.joined_on) as date) as cohort_on,
        count(distinct o.ordered_on) as days_bought, count(*) as orders, cast(sum(o.amount) as bigint) as amount
    from joined as j
    inner join orders as o on j.customer_id = o.customer_id
    where o.ordered_on >= j.joined_on and o.ordered_on < j.joined_on + $days and o.ordered_on < $until
    group by j.customer_id, cast(date_trunc('month', j.joined_on) as date)
)

select
    cohort_on, count(*) as customers, count(*) filter (where days_bought > 1) as came_back,
    cast(sum(orders) as bigint) as orders, cast(sum(amount) as bigint) as amount
from early
where cast(cohort_on + interval 1 month as date) - 1 + $days <= cast($until as date)
group by cohort_on
order by cohort_on
