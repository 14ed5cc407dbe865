-- One row per person: the surviving value of each field, the record and system it was taken from, and how many of the person's
-- records contradict it (see golden_values).
select
    customer_id,
    max(case when field = 'name' then value end) as name,
    max(case when field = 'name' then record_id end) as name_record,
    max(case when field = 'name' then system end) as name_system,
    max(case when field = 'name' then against end) as name_against,
    max(case when field = 'phone' then value end) as phone,
    max(case when field = 'phone' then record_id end) as phone_record,
    max(case when field = 'phone' then system end) as phone_system,
    max(case when field = 'phone' then against end) as phone_against,
    max(case when field = 'email' then value end) as email,
    max(case when field = 'email' then record_id end) as email_record,
    max(case when field = 'email' then system end) as email_system,
    max(case when field = 'email' then against end) as email_against,
    cast(max(case when field = 'birth' then value end) as date) as birth,
    max(case when field = 'birth' then record_id end) as birth_record,
    max(case when field = 'birth' then system end) as birth_system,
    max(case when field = 'birth' then against end) as birth_against,
    max(case when field = 'gender' then value end) as gender,
    max(case when field = 'gender' then record_id end) as gender_record,
    max(case when field = 'gender' then system end) as gender_system,
    max(case when field = 'gender' then against end) as gender_against,
    max(case when field = 'address' then value end) as address,
    max(case when field = 'address' then record_id end) as address_record,
    max(case when field = 'address' then system end) as address_system,
    max(case when field = 'address' then against end) as address_against,
    max(case when field = 'province' then value end) as province,
    max(case when field = 'province' then record_id end) as province_record,
    max(case when field = 'province' then system end) as province_system,
    max(case when field = 'province' then against end) as province_against
from (
    select l.customer_id, v.field, v.value, v.record_id, v.system, v.against
    from (select distinct customer_id from links) as l
    left join golden_values as v on v.customer_id = l.customer_id
) as known
group by customer_id
order by customer_id
