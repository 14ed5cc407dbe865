-- Pairs of customer and item with a purchase in [$since, $until): what the weeks after a cut say about the lists made on it.
-- Items and exclusions as in item_history.sql; returns are no purchases.
with kinds as (
    select p.product_id, p.item
    from (select cast(null as varchar) as product_type, cast(null as varchar) as category, cast(null as varchar) as department) as absent
    cross join lateral (
        select
            product_id, product_type as item,
            coalesce(strpos($excluded, chr(10) || department || chr(10)) > 0, false) as out_by_department,
            coalesce(strpos($excluded, chr(10) || category || chr(10)) > 0, false) as out_by_category
        from products
    ) as p
    where p.item is not null and not p.out_by_department and not p.out_by_category
)

select l.customer_id, k.item
from order_lines as l
inner join kinds as k on l.product_id = k.product_id
where l.ordered_on >= $since and l.ordered_on < $until and l.quantity > 0
group by l.customer_id, k.item
order by l.customer_id, k.item
