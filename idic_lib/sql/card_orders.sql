-- The orders of one customer before $as_of, by the number they were made under, and the last order under each.
select
    customer_id as record_id,
    count(*) as orders,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on,
    cast(sum(amount) as bigint) as amount,
    cast(max(case when place = 1 then amount end) as bigint) as last_amount,
    max(case when place = 1 then order_id end) as last_order
from (
    select
        customer_id, order_id, ordered_on, amount,
        row_number() over (partition by customer_id order by ordered_on desc, order_id desc) as place
    from orders
    where ordered_on < $as_of and customer_id in (select record_id from links where customer_id = $person)
) as own
group by customer_id
order by last_on desc, record_id
