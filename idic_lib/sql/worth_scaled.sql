-- One row per order paid at less than a hundredth of its list value, or of what its kind of unit usually sells for: its amount was written
-- in thousands, or in millions. By how much to multiply.
with listed as (
    select
        l.order_id,
        sum(l.amount + coalesce(l.discount, 0)) as written,
        sum(l.quantity * coalesce(p.price, p.unit_cost)) as usual
    from worth_lines as l
    inner join worth_products as p on p.product_id = l.product_id
    where coalesce(p.price, p.unit_cost) is not null
    group by l.order_id
),

kinds as (
    select u.product, median(o.amount) as usual
    from worth_orders as o
    inner join worth_units as u on u.unit_id = o.unit_id
    group by u.product
),

compared as (
    select order_id, written, usual from listed
    union all
    select o.order_id, o.amount as written, k.usual
    from worth_orders as o
    inner join worth_units as u on u.unit_id = o.unit_id
    inner join kinds as k on k.product = u.product
)

select
    order_id,
    max(cast(power(1000, round(log10(usual / written) / 3)) as bigint)) as factor
from compared
where written > 0 and usual >= 100 * written
group by order_id
order by order_id
