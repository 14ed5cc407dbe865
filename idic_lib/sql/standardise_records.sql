-- The clean record beside the raw one: one row per record, NULL where nothing is known.
select
    o.record_no,
    o.record_id,
    coalesce(nullif(trim(t.system), ''), cast(t.source as varchar)) as system,
    n.name,
    n.name_key,
    n.name_sorted,
    n.family,
    n.middle,
    n.given,
    coalesce(n.name_kind, 'none') as name_kind,
    p.phone,
    p.phone_2,
    e.email,
    e.email_name,
    b.birth,
    case
        when lower(trim(t.gender)) in ('nam', 'male', 'm', 'man', 'ông', 'anh', 'mr') then 'male'
        when lower(trim(t.gender)) in ('nữ', 'nu', 'female', 'f', 'woman', 'bà', 'chị', 'ms', 'mrs') then 'female'
    end as gender,
    a.key as address_key,
    w.key as ward_key,
    r.province,
    r.province_key,
    t.created_on,
    t.full_name as name_raw,
    t.phone as phone_raw,
    t.email as email_raw,
    t.birth_date as birth_raw,
    t.address as address_raw,
    t.province as province_raw,
    t.source,
    t.row
from standardise_typed as t
inner join standardise_rows as o on t.rowid = o.place
left join standardise_names as n on t.full_name = n.typed
left join standardise_phones as p on t.phone = p.typed
left join standardise_emails as e on t.email = e.typed
left join standardise_births as b on t.source = b.source and t.birth_date = b.typed
left join standardise_places as r on t.province = r.typed
left join standardise_addresses as a on t.address = a.typed
left join standardise_wards as w on t.ward = w.typed
order by o.record_no
