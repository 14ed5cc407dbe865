-- Leads by source, and those of whom a consent is on file that was given before $as_of.
with agreed as (select distinct customer_id from consents where given_on is null or given_on < cast($as_of as date))
select l.source, count(*) as leads, count(a.customer_id) as agreed
from leads as l
left join agreed as a on a.customer_id = l.lead_id
where l.source is not null and l.created_on < cast($as_of as date)
group by l.source
order by l.source
