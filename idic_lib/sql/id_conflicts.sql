-- Numbers of customers, those that stand in several rows that name a person, and of these the numbers under which two rows name different persons:
-- another family name and another given name, and no phone, e-mail or day of birth in common.
with own as (
    select record_no, record_id, family, given, phone, email, birth from records where name_kind = 'person'
),
clash as (
    select distinct a.record_id
    from own as a
    inner join own as b on b.record_id = a.record_id and a.record_no < b.record_no
    where a.family <> b.family and a.given <> b.given
        and not coalesce(a.phone = b.phone, false) and not coalesce(a.email = b.email, false) and not coalesce(a.birth = b.birth, false)
)
select
    count(distinct r.record_id) as numbers, count(distinct case when m.rows_ > 1 then r.record_id end) as repeated,
    count(distinct c.record_id) as conflicts
from records as r
left join (select record_id, count(case when family is not null and given is not null then 1 end) as rows_ from own group by record_id) as m on m.record_id = r.record_id
left join clash as c on c.record_id = r.record_id
