-- One row per calendar quarter with an order in [$since, $as_of): customers, orders, sales, and the bridge from the quarter before.
-- new: first order since $since; kept: also active in the quarter before; reactivated: active earlier, not in the quarter before;
-- lost: active in the quarter before, not in this one (their sales there). kept_before are the kept customers' sales in the quarter before.
with active as (
    select
        customer_id, cast(date_trunc('quarter', ordered_on) as date) as starts_on,
        count(*) as orders, cast(sum(amount) as bigint) as amount
    from orders
    where ordered_on >= $since and ordered_on < $as_of
    group by customer_id, cast(date_trunc('quarter', ordered_on) as date)
),

linked as (
    select
        customer_id, starts_on, orders, amount,
        min(starts_on) over (partition by customer_id) as first_on,
        lag(starts_on) over (partition by customer_id order by starts_on) as before_on,
        lag(amount) over (partition by customer_id order by starts_on) as before_amount,
        lead(starts_on) over (partition by customer_id order by starts_on) as next_on,
        cast(starts_on - interval 3 month as date) as previous_on,
        cast(starts_on + interval 3 month as date) as following_on
    from active
),

here as (
    select
        starts_on, count(*) as customers, cast(sum(orders) as bigint) as orders, cast(sum(amount) as bigint) as amount,
        count(*) filter (where starts_on = first_on) as new_customers,
        cast(coalesce(sum(amount) filter (where starts_on = first_on), 0) as bigint) as new_amount,
        count(*) filter (where before_on = previous_on) as kept_customers,
        cast(coalesce(sum(amount) filter (where before_on = previous_on), 0) as bigint) as kept_amount,
        cast(coalesce(sum(before_amount) filter (where before_on = previous_on), 0) as bigint) as kept_before,
        count(*) filter (where before_on < previous_on) as reactivated_customers,
        cast(coalesce(sum(amount) filter (where before_on < previous_on), 0) as bigint) as reactivated_amount
    from linked
    group by starts_on
),

gone as (
    select following_on as starts_on, count(*) as lost_customers, cast(sum(amount) as bigint) as lost_amount
    from linked
    where next_on is null or next_on > following_on
    group by following_on
)

select
    h.starts_on, h.customers, h.orders, h.amount, h.new_customers, h.new_amount, h.kept_customers, h.kept_amount, h.kept_before,
    h.reactivated_customers, h.reactivated_amount, coalesce(g.lost_customers, 0) as lost_customers,
    cast(coalesce(g.lost_amount, 0) as bigint) as lost_amount
from here as h
left join gone as g on h.starts_on = g.starts_on
order by h.starts_on
