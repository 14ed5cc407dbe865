-- Product lines bought before $as_of per customer and kind of product (the column $kind of products); lines without a kind tell of no need.
select
    l.customer_id, p.kind, count(*) as lines
from order_lines as l
inner join (select product_id, cast(struct_extract(products, $kind) as varchar) as kind from products) as p on l.product_id = p.product_id
where l.ordered_on < $as_of and l.quantity > 0 and p.kind is not null
group by l.customer_id, p.kind
order by l.customer_id, p.kind
