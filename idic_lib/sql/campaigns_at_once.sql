-- How many customers had at most so many campaigns running at once, on the day when they had most, before $as_of.
-- `arm` and `sent_on` may be absent from touches (see campaign_reach).
with sent as (
    select distinct t.customer_id, t.campaign_id, c.starts_on, c.ends_on
    from (select cast(null as date) as sent_on, cast(null as varchar) as arm) as absent
    cross join lateral (select customer_id, campaign_id, sent_on, arm from touches) as t
    inner join campaigns as c on c.campaign_id = t.campaign_id
    where c.starts_on < $as_of
        and coalesce(t.arm, '') not in ('holdout', 'control') and (t.sent_on is null or t.sent_on < $as_of)
),
-- the most crowded day is always a day on which some campaign starts
running as (
    select a.customer_id, a.campaign_id, count(distinct b.campaign_id) as at_once
    from sent as a
    inner join sent as b on b.customer_id = a.customer_id and b.starts_on <= a.starts_on and b.ends_on >= a.starts_on
    group by a.customer_id, a.campaign_id
),
most as (select customer_id, max(at_once) as at_once from running group by customer_id)
select at_once, count(*) as customers
from most
group by at_once
order by at_once
