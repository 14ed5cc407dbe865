-- Of records with a date, by system: written at least $stale_days before $as_of, and of these not seen since (no order, ticket, answer ...).
-- A record whose number stands in several rows is as old as its latest.
with seen as (
    select record_id, max(seen_on) as seen_on from record_activity where seen_on < cast($as_of as date) group by record_id
),
aged as (
    select
        r.record_id, min(r.system) as system, date_diff('day', max(r.created_on), cast($as_of as date)) as written_days,
        date_diff('day', max(s.seen_on), cast($as_of as date)) as seen_days
    from records as r
    left join seen as s on s.record_id = r.record_id
    where coalesce(r.name_kind, 'none') <> 'trial'
    group by r.record_id
)
select
    system, count(*) as records, count(coalesce(written_days, seen_days)) as dated,
    count(*) filter (where written_days >= $stale_days) as written_long_ago,
    count(*) filter (where coalesce(written_days, $stale_days) >= $stale_days and coalesce(seen_days, $stale_days) >= $stale_days
        and coalesce(written_days, seen_days) is not null) as stale
from aged
group by system
order by system
