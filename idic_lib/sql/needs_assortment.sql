-- Products per kind (the column $kind of products) that were bought before $as_of: what serving a kind takes.
select
    p.kind, count(distinct l.product_id) as products
from order_lines as l
inner join (select product_id, cast(struct_extract(products, $kind) as varchar) as kind from products) as p on l.product_id = p.product_id
where l.ordered_on < $as_of and l.quantity > 0 and p.kind is not null
group by p.kind
order by p.kind
