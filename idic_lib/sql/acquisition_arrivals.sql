-- One row per person who arrived in [$since, $as_of): where the earliest record came from, the day of arrival, and days with an order and
-- money in the $days days from it. Who ordered before the earliest record arrived on the day of that order. A record without a day is never
-- the earliest; persons with a record that is nobody's (a trial account, the shop's own card) are left out.
with known as (
    select
        l.customer_id, r.record_id, r.created_on,
        case when r.name_kind = 'trial' then 1 else 0 end as trial
    from records as r
    inner join links as l on l.record_id = r.record_id
),

placed as (
    select
        customer_id, record_id, created_on,
        row_number() over (partition by customer_id order by created_on nulls last, record_id) as place,
        max(trial) over (partition by customer_id) as trial
    from known
),

bought as (
    select l.customer_id, o.ordered_on, cast(sum(o.amount) as bigint) as amount
    from orders as o
    inner join links as l on l.record_id = o.customer_id
    where o.ordered_on < $as_of
    group by l.customer_id, o.ordered_on
),

arrived as (
    select p.customer_id, p.record_id, min(case when b.ordered_on < p.created_on then b.ordered_on else p.created_on end) as arrived_on
    from placed as p
    left join bought as b on b.customer_id = p.customer_id
    where p.place = 1 and p.trial = 0 and p.created_on is not null
    group by p.customer_id, p.record_id
)

select
    a.customer_id, s.source, a.arrived_on,
    count(b.ordered_on) as days_bought, cast(coalesce(sum(b.amount), 0) as bigint) as amount
from arrived as a
left join acquisition_sources as s on s.record_id = a.record_id
left join bought as b on b.customer_id = a.customer_id and b.ordered_on < a.arrived_on + $days
where a.arrived_on >= $since and a.arrived_on < $as_of
group by a.customer_id, s.source, a.arrived_on
order by a.customer_id
