-- One row per campaign that began before $as_of: customers it was sent to, how many other campaigns ran on at least one of its
-- days, and how many of its customers were sent one of those. `arm` and `sent_on` may be absent from touches (see campaign_reach).
with sent as (
    select distinct t.customer_id, t.campaign_id, c.starts_on, c.ends_on
    from (select cast(null as date) as sent_on, cast(null as varchar) as arm) as absent
    cross join lateral (select customer_id, campaign_id, sent_on, arm from touches) as t
    inner join campaigns as c on c.campaign_id = t.campaign_id
    where c.starts_on < $as_of
        and coalesce(t.arm, '') not in ('holdout', 'control') and (t.sent_on is null or t.sent_on < $as_of)
),
others as (
    select a.campaign_id, count(b.campaign_id) as other_campaigns
    from campaigns as a
    left join campaigns as b
        on b.campaign_id <> a.campaign_id and b.starts_on <= a.ends_on and b.ends_on >= a.starts_on and b.starts_on < $as_of
    group by a.campaign_id
),
shared as (
    select a.campaign_id, count(distinct a.customer_id) as also_sent
    from sent as a
    inner join sent as b
        on b.customer_id = a.customer_id and b.campaign_id <> a.campaign_id and b.starts_on <= a.ends_on and b.ends_on >= a.starts_on
    group by a.campaign_id
)
select s.campaign_id, count(*) as sent, max(o.other_campaigns) as other_campaigns, coalesce(max(x.also_sent), 0) as also_sent
from sent as s
inner join others as o on o.campaign_id = s.campaign_id
left join shared as x on x.campaign_id = s.campaign_id
group by s.campaign_id
order by s.campaign_id
