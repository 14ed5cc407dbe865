-- The records of one customer as they were typed, one row per record and source. Every column but the number may be absent.
select
    t.customer_id as record_id, t.system, t.full_name as name, t.phone, t.email, t.birth_date as birth, t.address, t.province, t.created_on
from (
    select
        cast(null as varchar) as system, cast(null as varchar) as full_name, cast(null as varchar) as phone, cast(null as varchar) as email,
        cast(null as varchar) as birth_date, cast(null as varchar) as address, cast(null as varchar) as province, cast(null as date) as created_on
) as absent
cross join lateral (
    select customer_id, system, full_name, phone, email, birth_date, address, province, created_on, _source, _row from contacts_private
) as t
where t.customer_id in (select record_id from links where customer_id = $person)
order by t.customer_id, t._source, t._row
