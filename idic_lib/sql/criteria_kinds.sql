-- What each customer paid for each kind of product before $until; $kind names the column of products that tells kinds apart.
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
)

select l.customer_id, k.kind, cast(sum(l.amount) as bigint) as amount
from order_lines as l
inner join kinds as k on l.product_id = k.product_id
where l.ordered_on < $until and l.amount > 0
group by l.customer_id, k.kind
order by l.customer_id, k.kind
