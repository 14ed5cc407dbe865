-- One row per record and field: whether somebody filled it, whether what stands there can be used (after repair), and whether it
-- had to be repaired. `value` is what records are compared by. Trial accounts and the shop's own records are nobody's and left out.
with marks as (
    select
        record_no,
        case field when 'name' then 'full_name' when 'birth' then 'birth_date' else field end as field,
        max(case when flag in ('invalid', 'placeholder', 'scientific', 'unreadable', 'impossible', 'unknown') then 1 else 0 end) as spoilt,
        max(case when flag in ('old_form', 'no_zero', 'domain_typo', 'mojibake', 'old') then 1 else 0 end) as mended
    from record_flags
    group by 1, 2
),
written as (
    select record_no, 'full_name' as field, name_raw as raw, name_sorted as value from records
    union all
    select record_no, 'phone', phone_raw, phone from records
    union all
    select record_no, 'email', email_raw, email from records
    union all
    select record_no, 'birth_date', birth_raw, cast(birth as varchar) from records
    union all
    select record_no, 'gender', gender, lower(gender) from records
    union all
    select record_no, 'address', address_raw, address_key from records
    union all
    select record_no, 'ward', ward_key, ward_key from records
    union all
    select record_no, 'province', province_raw, province_key from records
    union all
    select record_no, 'created_on', cast(created_on as varchar), cast(created_on as varchar) from records
)
select
    r.record_no, r.record_id, coalesce(l.customer_id, r.record_id) as customer_id, r.system, r.source, r.created_on, w.field,
    w.raw is not null as filled,
    w.value is not null and coalesce(m.spoilt, 0) = 0 as usable,
    w.value is not null and coalesce(m.spoilt, 0) = 0 and coalesce(m.mended, 0) = 1 as mended,
    case when coalesce(m.spoilt, 0) = 0 then w.value end as value
from written as w
inner join records as r on r.record_no = w.record_no
left join links as l on l.record_id = r.record_id
left join marks as m on m.record_no = w.record_no and m.field = w.field
where coalesce(r.name_kind, 'none') <> 'trial'
order by r.record_no, w.field
