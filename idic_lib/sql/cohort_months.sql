-- One row per month of first order seen in [$since, $as_of) and months since: customers active then, their orders and sales.
with active as (
    select
        customer_id, cast(date_trunc('month', ordered_on) as date) as month_on,
        count(*) as orders, cast(sum(amount) as bigint) as amount
    from orders
    where ordered_on >= $since and ordered_on < $as_of
    group by customer_id, cast(date_trunc('month', ordered_on) as date)
),

placed as (
    select customer_id, month_on, orders, amount, min(month_on) over (partition by customer_id) as cohort_on
    from active
)

select
    cohort_on, date_diff('month', cohort_on, month_on) as month, count(*) as customers,
    cast(sum(orders) as bigint) as orders, cast(sum(amount) as bigint) as amount
from placed
group by cohort_on, month_on
order by cohort_on, month_on
