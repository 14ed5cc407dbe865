-- Handovers before $as_of with the customer whose order it was, and what it was sold for. `defects` may be absent.
select o.customer_id, h.order_id, h.handed_on, h.defects, o.sales
from (select cast(null as bigint) as defects) as absent
cross join lateral (select order_id, handed_on, defects from handovers) as h
inner join (select order_id, customer_id, cast(sum(amount) as bigint) as sales from orders group by order_id, customer_id) as o on o.order_id = h.order_id
where h.handed_on < $as_of
order by o.customer_id, h.handed_on, h.order_id
