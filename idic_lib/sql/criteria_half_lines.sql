-- Product lines before $as_of per customer, half of their orders (every other one in time) and kind of product (the column $kind of products).
with halves as (
    select order_id, row_number() over (partition by customer_id order by ordered_on, order_id) % 2 as half
    from orders
    where ordered_on < $as_of
),
kinds as (
    select product_id, cast(struct_extract(products, $kind) as varchar) as kind
    from products
)

select l.customer_id, h.half, k.kind, count(*) as lines
from order_lines as l
inner join halves as h on l.order_id = h.order_id
inner join kinds as k on l.product_id = k.product_id
where l.ordered_on < $as_of and l.quantity > 0 and k.kind is not null
group by l.customer_id, h.half, k.kind
order by l.customer_id, h.half, k.kind
