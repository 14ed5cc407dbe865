-- Per survey (an export of answers): its answers, and those of the system that most respondents' records are from; beside it that
-- system's share of all records. A record in several systems counts for the first by name.
with known as (select record_id, min(system) as system from records where coalesce(name_kind, 'none') <> 'trial' group by record_id),
sizes as (select system, count(*) * 1.0 / sum(count(*)) over () as usual from known group by system),
said as (
    select s.survey, k.system, count(*) as answers
    from survey_answers as s
    inner join known as k on k.record_id = s.customer_id
    group by s.survey, k.system
),
ranked as (
    select survey, system, answers, sum(answers) over (partition by survey) as total,
        row_number() over (partition by survey order by answers desc, system) as place
    from said
)
select r.survey, r.system, cast(r.answers as bigint) as answers, cast(r.total as bigint) as total, cast(z.usual as double) as usual
from ranked as r
inner join sizes as z on z.system = r.system
where r.place = 1
order by r.survey
