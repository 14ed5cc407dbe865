-- Entries into a stage by leads that had been further before. A stage comes before another where more leads entered it first than the
-- other way round; entries of one day are in no order and count for nothing.
with firsts as (select lead_id, stage, min(entered_on) as day from lead_stages group by lead_id, stage),
pairs as (
    select a.stage as earlier, b.stage as later, count(*) as leads
    from firsts as a
    inner join firsts as b on b.lead_id = a.lead_id and a.day < b.day
    group by a.stage, b.stage
),
mostly as (
    select p.earlier, p.later
    from pairs as p
    left join pairs as q on q.earlier = p.later and q.later = p.earlier
    where p.leads > coalesce(q.leads, 0)
),
ranks as (
    select s.stage, count(m.earlier) as place
    from (select distinct stage from lead_stages) as s
    left join mostly as m on m.later = s.stage
    group by s.stage
),
entries as (select distinct l.lead_id, l.stage, l.entered_on, r.place from lead_stages as l inner join ranks as r on r.stage = l.stage)
select count(*) as "rows"
from (
    select e.lead_id, e.stage, e.entered_on
    from entries as e
    inner join entries as f on f.lead_id = e.lead_id and f.entered_on < e.entered_on and f.place > e.place
    group by e.lead_id, e.stage, e.entered_on
) as backwards
