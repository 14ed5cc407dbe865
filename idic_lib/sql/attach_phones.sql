-- Numbers that stand in records of exactly one person, and that person; a number of several persons tells nobody.
select phone, min(customer_id) as customer_id
from (
    select r.phone, p.customer_id from records as r inner join attach_persons as p on p.record_id = r.record_id
    union all
    select r.phone_2 as phone, p.customer_id from records as r inner join attach_persons as p on p.record_id = r.record_id
) as held
where phone is not null
group by phone
having count(distinct customer_id) = 1
order by phone
