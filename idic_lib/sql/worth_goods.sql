-- One row per customer with orders in [$since, $until): cost of the goods kept, part of it that is assumed, and discounts, minor units.
-- An order without lines takes $cost_share of what was paid for it.
with goods as (
    select customer_id, cost, assumed, discount
    from worth_costed
    where not returned and ordered_on >= $since and ordered_on < $until
    union all
    select o.customer_id, o.amount * cast($cost_share as double) as cost, true as assumed, null as discount
    from worth_orders as o
    where
        o.ordered_on >= $since and o.ordered_on < $until
        and not exists (select l.order_id from worth_lines as l where l.order_id = o.order_id)
)

select
    customer_id,
    cast(round(coalesce(sum(cost), 0)) as bigint) as goods,
    cast(round(coalesce(sum(cost) filter (where assumed), 0)) as bigint) as assumed,
    cast(coalesce(sum(discount), 0) as bigint) as discount
from goods
group by customer_id
order by customer_id
