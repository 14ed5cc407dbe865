-- How many purchase lines before $until have no item that could be offered, of how many; exclusions as in item_history.sql.
with kinds as (
    select p.product_id
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

select count(*) filter (where k.product_id is null) as excluded, count(*) as lines
from order_lines as l
left join kinds as k on l.product_id = k.product_id
where l.ordered_on < $until
