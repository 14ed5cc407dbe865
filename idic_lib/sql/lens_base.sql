-- Lens 5, the whole base: per month in [$since, $until) the customers known by then, those active and those new.
with active as (
    select customer_id, cast(date_trunc('month', ordered_on) as date) as month_on, count(*) as orders, cast(sum(amount) as bigint) as amount
    from orders
    where ordered_on >= $since and ordered_on < $until
    group by customer_id, cast(date_trunc('month', ordered_on) as date)
),

placed as (
    select month_on, orders, amount, min(month_on) over (partition by customer_id) = month_on as is_new
    from active
),

monthly as (
    select
        month_on, count(*) as customers, count(*) filter (where is_new) as new_customers,
        cast(sum(orders) as bigint) as orders, cast(sum(amount) as bigint) as amount
    from placed
    group by month_on
)

select
    month_on, cast(sum(new_customers) over (order by month_on) as bigint) as known, customers, new_customers, orders, amount
from monthly
order by month_on
