-- Orders before $as_of by day, by whether they were made in a store, and by how they lead to a person: by a customer's number
-- ('number'), by a number under which the shop itself buys ('own'), by one that no record has ('strange'), by the phone given
-- ('phone'), or not at all ('nobody'). Rows set aside count only where a missing customer number was the reason, each order once: a number that two
-- customers bear is two orders.
-- `store_id` and `phone` may be absent.
with rows as (
    select t.order_id, t.customer_id, t.ordered_on, t.amount, t.store_id, t._source, t._row, t._reason
    from (select cast(null as varchar) as store_id, 0 as _source) as absent
    cross join lateral (select order_id, customer_id, ordered_on, amount, store_id, _source, _row, _reason from orders_raw) as t
),
once as (
    select
        order_id, customer_id, ordered_on, amount, store_id, _source, _row,
        row_number() over (partition by _source, _reason, customer_id, coalesce(order_id, cast(_row as varchar)) order by _row) as place
    from rows
    where ordered_on < $as_of and (_reason is null or _reason = 'no customer_id')
),
led as (
    select
        o.ordered_on,
        o.store_id is not null as in_store,
        o.amount,
        case
            when p.record_id is not null then 'number'
            when l.record_id is not null then 'own'
            when o.customer_id is not null then 'strange'
            when t.customer_id is not null then 'phone'
            else 'nobody'
        end as led_by
    from once as o
    left join attach_persons as p on p.record_id = o.customer_id
    left join links as l on l.record_id = o.customer_id
    left join attach_till as t on t._source = o._source and t._row = o._row
    where o.place = 1
)
select ordered_on, in_store, led_by, count(*) as orders, cast(sum(amount) as bigint) as amount
from led
group by ordered_on, in_store, led_by
order by ordered_on, in_store, led_by
