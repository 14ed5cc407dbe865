-- What was found in the records: one row per record, field and finding. Districts ceased on 1 July 2025 ($merged).
with typed as (
    select o.record_no, o.blanks as id_blanks, o.cased as id_cased, t.*
    from standardise_typed as t inner join standardise_rows as o on t.rowid = o.place
),
flagged as (
    select t.record_no, 'name' as field, unnest(n.flags) as flag
    from typed as t inner join (
        select typed, list_filter([
            case when title then 'title' end, case when swapped then 'swapped' end, case when upper then 'upper' end,
            case when accents_lost then 'accents_lost' end, case when blanks then 'blanks' end, case when mojibake then 'mojibake' end,
            case when name_kind in ('company', 'trial') then name_kind end
        ], lambda flag: flag is not null) as flags
        from standardise_names
    ) as n on t.full_name = n.typed
    union all
    select t.record_no, 'phone', unnest(p.flags)
    from typed as t inner join (
        select typed, list_filter([
            case when old_form then 'old_form' end, case when country_code then 'country_code' end, case when no_zero then 'no_zero' end,
            case when two_numbers then 'two_numbers' end, case when scientific then 'scientific' end, case when invalid then 'invalid' end,
            case when placeholder then 'placeholder' end
        ], lambda flag: flag is not null) as flags
        from standardise_phones
    ) as p on t.phone = p.typed
    union all
    select t.record_no, 'email', unnest(e.flags)
    from typed as t inner join (
        select typed, list_filter([
            case when invalid then 'invalid' end, case when placeholder then 'placeholder' end, case when domain_typo then 'domain_typo' end,
            case when upper then 'upper' end
        ], lambda flag: flag is not null) as flags
        from standardise_emails
    ) as e on t.email = e.typed
    union all
    select t.record_no, 'birth', case when b.placeholder then 'placeholder' when b.impossible then 'impossible' else 'unreadable' end
    from typed as t inner join standardise_births as b on t.source = b.source and t.birth_date = b.typed
    where b.placeholder or b.impossible or b.unreadable
    union all
    select t.record_no, 'province', case when r.old then 'old' else 'unknown' end
    from typed as t inner join standardise_places as r on t.province = r.typed
    where r.old or r.unknown
    union all
    select record_no, 'district', 'ceased' from typed where $merged and trim(district) <> ''
    union all
    select t.record_no, m.field, 'mojibake'
    from standardise_mended as m
    inner join typed as t
        on m.field = 'address' and m.typed = t.address or m.field = 'ward' and m.typed = t.ward
        or m.field = 'district' and m.typed = t.district or m.field = 'province' and m.typed = t.province
    union all
    select record_no, 'id', 'blanks' from typed where id_blanks
    union all
    select record_no, 'id', 'case' from typed where id_cased
)
select record_no, field, flag from flagged order by record_no, field, flag
