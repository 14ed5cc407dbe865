-- Orders before $as_of by person and by the number that stands on them. `orders` may be by number or by person (`record_id`).
select coalesce(l.customer_id, s.record_id) as customer_id, s.record_id, count(*) as orders
from (
    select coalesce(t.record_id, t.customer_id) as record_id
    from (select cast(null as varchar) as record_id) as absent
    cross join lateral (select customer_id, record_id, ordered_on from orders) as t
    where t.ordered_on < $as_of
) as s
left join links as l on l.record_id = s.record_id
group by coalesce(l.customer_id, s.record_id), s.record_id
order by customer_id, record_id
