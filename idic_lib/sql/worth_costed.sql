-- One row per line with the cost of its goods; a product without a cost takes what the others of its category cost per list price,
-- and where its category has none, what all others cost. `assumed` marks such lines.
with priced as (
    select
        l.order_id, l.customer_id, l.ordered_on, l.product_id, l.returned, p.category,
        l.quantity * p.unit_cost as cost,
        l.amount * coalesce(t.factor, 1) as amount,
        l.discount * coalesce(t.factor, 1) as discount,
        (l.amount + coalesce(l.discount, 0)) * coalesce(t.factor, 1) as listed
    from worth_lines as l
    left join worth_scaled as t on t.order_id = l.order_id
    left join worth_products as p on p.product_id = l.product_id
),

shares as (
    select category, sum(cost) / nullif(sum(listed), 0) as share
    from priced
    where cost is not null and not returned
    group by category
),

overall as (
    select sum(cost) / nullif(sum(listed), 0) as share
    from priced
    where cost is not null and not returned
)

select
    l.order_id, l.customer_id, l.ordered_on, l.product_id, l.returned, l.amount, l.discount, l.listed,
    l.cost is null as assumed,
    coalesce(l.cost, l.listed * coalesce(s.share, o.share)) as cost
from priced as l
left join shares as s on s.category = l.category
cross join overall as o
order by l.order_id, l.product_id, l.amount, l.listed
