-- Each person's first contract, and whether a broker may claim it although the person was known before: the first lead came without a
-- broker, and a broker brought the person again before the contract. `contacts` and `orders` may be by number or by person (`record_id`).
with brought as (
    select coalesce(t.record_id, t.customer_id) as record_id
    from (select cast(null as varchar) as record_id) as absent
    cross join lateral (select customer_id, record_id, broker from contacts) as t
    where t.broker is not null
    group by coalesce(t.record_id, t.customer_id)
),
sold as (
    select coalesce(l.customer_id, s.record_id) as customer_id, s.order_id, s.ordered_on, s.amount
    from (
        select coalesce(t.record_id, t.customer_id) as record_id, t.order_id, t.ordered_on, t.amount
        from (select cast(null as varchar) as record_id) as absent
        cross join lateral (select customer_id, record_id, order_id, ordered_on, amount from orders) as t
        where t.ordered_on < $as_of
    ) as s
    left join links as l on l.record_id = s.record_id
),
firsts as (
    select customer_id, order_id, ordered_on, amount, row_number() over (partition by customer_id order by ordered_on, order_id) as place
    from sold
),
asked as (
    select
        l.customer_id,
        d.created_on,
        b.record_id is not null as by_broker,
        row_number() over (partition by l.customer_id order by d.created_on, d.lead_id) as place
    from leads as d
    inner join links as l on l.record_id = d.lead_id
    left join brought as b on b.record_id = d.lead_id
)
select
    f.customer_id, f.order_id, f.amount,
    coalesce(
        bool_or(a.place = 1 and not a.by_broker) and bool_or(a.place > 1 and a.by_broker and a.created_on <= f.ordered_on), false
    ) as disputed
from firsts as f
left join asked as a on a.customer_id = f.customer_id
where f.place = 1
group by f.customer_id, f.order_id, f.ordered_on, f.amount
order by f.customer_id
