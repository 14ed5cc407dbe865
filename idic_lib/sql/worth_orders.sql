-- One row per customer and kind of what was ordered in [$since, $until); money in minor units. Delivered: orders with a fee, nought included.
with booked as (
    select order_id, sum(amount) as amount
    from worth_order_costs
    group by order_id
)

select
    o.customer_id,
    u.product as kind,
    count(*) as orders,
    cast(sum(o.amount * coalesce(t.factor, 1)) as bigint) as sales,
    cast(coalesce(sum(o.discount), 0) as bigint) as discount,
    cast(coalesce(sum(o.points), 0) as bigint) as points,
    count(o.delivery_fee) as delivered,
    cast(coalesce(sum(o.delivery_fee), 0) as bigint) as fees,
    cast(coalesce(sum(o.amount * coalesce(t.factor, 1)) filter (where o.broker is not null), 0) as bigint) as brokered,
    cast(coalesce(sum(b.amount), 0) as bigint) as service
from worth_orders as o
left join worth_units as u on u.unit_id = o.unit_id
left join booked as b on b.order_id = o.order_id
left join worth_scaled as t on t.order_id = o.order_id
where o.ordered_on >= $since and o.ordered_on < $until
group by o.customer_id, u.product
order by o.customer_id, u.product nulls first
