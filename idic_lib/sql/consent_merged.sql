-- Persons of several numbers of whom one number has agreed, and their numbers that have not: what a merge that passed consent on
-- would have opened. `consent_persons` holds one row per number and purpose (see there).
with agreed as (
    select customer_id, purpose from consent_persons where stands group by customer_id, purpose
),
own as (
    select record_id, purpose from consent_persons where stands group by record_id, purpose
)
select count(distinct a.customer_id) as persons, count(distinct l.record_id) as numbers
from agreed as a
inner join links as l on l.customer_id = a.customer_id
left join own as o on o.record_id = l.record_id and o.purpose is not distinct from a.purpose
where o.record_id is null
