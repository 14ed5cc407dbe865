-- One row per customer with an order before $as_of: spend in [$since, $half) and in [$half, $as_of), and how many campaigns that
-- began in the second part they were sent. Orders before $since count only for being a customer.
-- `arm` and `sent_on` may be absent from touches (see campaign_reach).
with spend as (
    select
        customer_id,
        cast(coalesce(sum(amount) filter (where ordered_on >= $since and ordered_on < $half), 0) as bigint) as amount_before,
        cast(coalesce(sum(amount) filter (where ordered_on >= $half), 0) as bigint) as amount_after
    from orders
    where ordered_on < $as_of
    group by customer_id
),
received as (
    select t.customer_id, count(distinct t.campaign_id) as campaigns
    from (select cast(null as date) as sent_on, cast(null as varchar) as arm) as absent
    cross join lateral (select customer_id, campaign_id, sent_on, arm from touches) as t
    inner join campaigns as c on c.campaign_id = t.campaign_id
    where c.starts_on >= $half and c.starts_on < $as_of
        and coalesce(t.arm, '') not in ('holdout', 'control') and (t.sent_on is null or t.sent_on < $as_of)
    group by t.customer_id
)
select s.customer_id, s.amount_before, s.amount_after, coalesce(r.campaigns, 0) as campaigns
from spend as s
left join received as r on r.customer_id = s.customer_id
order by s.customer_id
