-- One row per order of a unit before $as_of: kind, amount, what its care has cost and whether a broker sold it; minor units.
with booked as (
    select order_id, sum(amount) as amount
    from worth_order_costs
    group by order_id
)

select
    o.order_id,
    o.customer_id,
    u.product as kind,
    cast(o.amount * coalesce(t.factor, 1) as bigint) as amount,
    cast(coalesce(b.amount, 0) as bigint) as service,
    o.broker is not null as brokered
from worth_orders as o
inner join worth_units as u on u.unit_id = o.unit_id
left join worth_scaled as t on t.order_id = o.order_id
left join booked as b on b.order_id = o.order_id
where o.ordered_on < $as_of and u.product is not null
order by o.order_id
