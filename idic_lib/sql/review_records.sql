-- Records named in `review_ids`, each once, as typed and as they are compared; of several rows under one number the first known value.
select
    record_id,
    min(system) as system,
    min(name_raw) as name,
    min(phone_raw) as phone,
    min(email_raw) as email,
    min(birth_raw) as birth,
    min(address_raw) as address,
    min(province_raw) as province,
    min(name_sorted) as name_same,
    min(phone) as phone_same,
    min(email) as email_same,
    min(cast(birth as varchar)) as birth_same,
    min(address_key) as address_same,
    min(province_key) as province_same
from records
where record_id in (select record_id from review_ids)
group by record_id
order by record_id
