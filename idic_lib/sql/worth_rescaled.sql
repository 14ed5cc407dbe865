-- One row: orders before $as_of whose amount was read as thousands, and how much that adds to sales, minor units.
select
    count(*) as orders,
    cast(coalesce(sum(o.amount * (t.factor - 1)), 0) as bigint) as added
from worth_orders as o
inner join worth_scaled as t on t.order_id = o.order_id
where o.ordered_on < $as_of
