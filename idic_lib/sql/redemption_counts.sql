-- One row per customer and type of campaign: campaigns sent that began in [$since, $as_of), and how many of these the customer
-- redeemed at least once before $as_of. `arm` and `sent_on` may be absent from touches (see campaign_reach).
with sent as (
    select distinct t.customer_id, t.campaign_id, coalesce(c.campaign_type, '') as campaign_type
    from (select cast(null as date) as sent_on, cast(null as varchar) as arm) as absent
    cross join lateral (select customer_id, campaign_id, sent_on, arm from touches) as t
    inner join (
        select d.campaign_id, d.campaign_type, d.starts_on
        from (select cast(null as varchar) as campaign_type) as untyped
        cross join lateral (select campaign_id, campaign_type, starts_on from campaigns) as d
    ) as c on c.campaign_id = t.campaign_id
    where c.starts_on >= $since and c.starts_on < $as_of
        and coalesce(t.arm, '') not in ('holdout', 'control') and (t.sent_on is null or t.sent_on < $as_of)
),
answers as (select distinct customer_id, campaign_id from redemptions where redeemed_on < $as_of)
select s.customer_id, s.campaign_type, count(*) as sent, count(a.campaign_id) as redeemed
from sent as s
left join answers as a on a.customer_id = s.customer_id and a.campaign_id = s.campaign_id
group by s.customer_id, s.campaign_type
order by s.customer_id, s.campaign_type
