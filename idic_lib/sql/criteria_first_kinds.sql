-- Kinds of product in each customer's first basket: that of the first day with a line before $until; kinds as in criteria_kinds.sql.
with kinds as (
    select p.product_id, p.kind
    from (
        select
            cast(null as varchar) as product_type, cast(null as varchar) as category,
            cast(null as varchar) as department, cast(null as varchar) as brand
    ) as absent
    cross join lateral (
        select
            product_id,
            case $kind when 'product_type' then product_type when 'category' then category when 'department' then department when 'brand' then brand end as kind
        from products
    ) as p
    where p.kind is not null
),
firsts as (
    select customer_id, min(ordered_on) as first_on
    from order_lines
    where ordered_on < $until
    group by customer_id
)

select distinct l.customer_id, k.kind
from order_lines as l
inner join firsts as f on l.customer_id = f.customer_id and l.ordered_on = f.first_on
inner join kinds as k on l.product_id = k.product_id
where l.amount > 0
order by l.customer_id, k.kind
