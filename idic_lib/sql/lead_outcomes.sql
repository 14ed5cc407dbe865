-- One row per lead created before $as_of, as it was known then: the first day in the stage that counts as won, and, where the latest stage
-- is one in which leads are lost ($lost, names between separators), the day it was entered.
with seen as (
    select lead_id, trim(stage) as stage, entered_on
    from lead_stages
    where entered_on < $as_of
),
won as (
    select lead_id, min(entered_on) as won_on
    from seen
    where stage = $won
    group by lead_id
),
latest as (
    select lead_id, max(entered_on) as last_on
    from seen
    group by lead_id
),
lost as (
    select seen.lead_id, max(seen.entered_on) as lost_on
    from seen
    join latest on latest.lead_id = seen.lead_id and latest.last_on = seen.entered_on
    where strpos($lost, concat($separator, seen.stage, $separator)) > 0
    group by seen.lead_id
)
select
    leads.lead_id,
    leads.created_on,
    won.won_on,
    case when won.won_on is null then lost.lost_on end as lost_on
from leads
left join won on won.lead_id = leads.lead_id
left join lost on lost.lead_id = leads.lead_id
where leads.created_on < $as_of
order by leads.lead_id
