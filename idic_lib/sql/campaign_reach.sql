-- Customers of one campaign, sent or held out. `sent_on` and `arm` may be absent from touches: then the inner names fall
-- back on the outer row, where nothing is dated and nobody is held out.
select customer_id, bool_and(coalesce(t.arm, '') in ('holdout', 'control')) as held_out
from (select cast(null as date) as sent_on, cast(null as varchar) as arm) as absent
cross join lateral (select customer_id, campaign_id, sent_on, arm from touches) as t
where t.campaign_id = $campaign and (t.sent_on is null or t.sent_on < $as_of)
group by customer_id
order by customer_id
