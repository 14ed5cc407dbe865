-- Products that were sold but do not stand in the product table, with what they brought.
select count(distinct l.product_id) as products, count(*) as "rows", cast(coalesce(sum(l.amount), 0) as bigint) as amount
from order_lines_raw as l
left join products as p on p.product_id = l.product_id
where p.product_id is null
