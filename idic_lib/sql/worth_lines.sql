-- One row per line of a kept order, and of an order that came back (its lines were set aside with it, under their order's number).
select l.order_id, l.customer_id, l.ordered_on, l.product_id, l.quantity, l.amount, l.discount, false as returned
from worth_order_lines as l
union all
select r.order_id, r.customer_id, r.ordered_on, l.product_id, l.quantity, l.amount, l.discount, true as returned
from worth_returns as r
inner join worth_lines_set_aside as l on l.order_id = r.order_id
order by order_id, product_id, amount
