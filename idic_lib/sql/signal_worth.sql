-- Customers with an order before $cut, by how often they ordered in the $days before it (3 = three times or more), whether the signal
-- was seen of them in these days (`signal_days`: customer_id, seen_on), and how many of them bought in the $days from $cut on.
-- Orders and signals may carry the number of a record or already that of the person.
with bought as (
    select coalesce(l.customer_id, o.customer_id) as customer_id, date_diff('day', cast($cut as date), o.ordered_on) as day
    from orders as o
    left join links as l on l.record_id = o.customer_id
    where o.ordered_on < cast($until as date)
),
seen as (
    select distinct coalesce(l.customer_id, s.customer_id) as customer_id
    from signal_days as s
    left join links as l on l.record_id = s.customer_id
    where date_diff('day', cast($cut as date), s.seen_on) between -$days and -1
),
known as (
    select
        customer_id, least(3, count(*) filter (where day between -$days and -1)) as orders, max(case when day between 0 and $days - 1 then 1 else 0 end) as again
    from bought
    group by customer_id
    having min(day) < 0
)
select
    k.orders, s.customer_id is not null as seen, count(*) as customers, cast(sum(k.again) as bigint) as bought
from known as k
left join seen as s on s.customer_id = k.customer_id
group by 1, 2
order by 1, 2
