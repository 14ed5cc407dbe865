-- Deposits for a unit that stands in the contract of another order; and deposits old enough that nearly all of their like are settled:
-- 'late' is half as much again as the days within which 97.5 of 100 settled ones got their contract or refund. Of the settled, 'slow' took
-- longer than that; of the 'old', paid longer ago than that, 'unsettled' have neither.
with sold as (select order_id, unit_id, ordered_on from orders where unit_id is not null),
paid as (
    select d.paid_on, d.unit_id, d.order_id, date_diff('day', d.paid_on, coalesce(d.refunded_on, s.ordered_on)) as wait,
        date_diff('day', d.paid_on, cast($as_of as date)) as age, d.order_id is null and d.refunded_on is null as unsettled
    from deposits as d
    left join sold as s on s.order_id = d.order_id
    where d.paid_on < cast($as_of as date)
),
late as (select 1.5 * quantile_disc(wait, 0.975) as days from paid where wait is not null)
select
    count(*) filter (where exists (select 1 from sold as s where s.unit_id = p.unit_id and s.order_id <> coalesce(p.order_id, ''))) as recycled,
    count(p.wait) as settled,
    count(*) filter (where p.wait > l.days) as slow,
    count(*) filter (where p.age > l.days) as old,
    count(*) filter (where p.age > l.days and p.unsettled) as unsettled
from paid as p
cross join late as l
order by 1
