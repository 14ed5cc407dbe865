-- One row per customer with orders in [$since, $until) that came back: how many, how many were sent out, fees paid, and the cost of their
-- goods; where no lines are known, $cost_share of what they were sold for. Money in minor units.
with lost as (
    select order_id, sum(cost) as cost
    from worth_costed
    where returned
    group by order_id
)

select
    r.customer_id,
    count(*) as returned,
    count(r.delivery_fee) as sent,
    cast(coalesce(sum(r.delivery_fee), 0) as bigint) as fees,
    cast(round(coalesce(sum(coalesce(l.cost, r.amount * cast($cost_share as double))), 0)) as bigint) as lost
from worth_returns as r
left join lost as l on l.order_id = r.order_id
where r.ordered_on >= $since and r.ordered_on < $until
group by r.customer_id
order by r.customer_id
