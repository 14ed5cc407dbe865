-- Each customer's first day with an order before $until: when and how much.
with firsts as (
    select customer_id, min(ordered_on) as first_on
    from orders
    where ordered_on < $until
    group by customer_id
)

select o.customer_id, f.first_on, cast(sum(o.amount) as bigint) as amount
from orders as o
inner join firsts as f on o.customer_id = f.customer_id and o.ordered_on = f.first_on
group by o.customer_id, f.first_on
order by o.customer_id
