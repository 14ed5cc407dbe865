-- Provinces as typed, with the name they bear since 1 July 2025 where $merged, before it the name of then.
with cells as (
    select
        t.province as typed,
        m.mended is not null as mojibake,
        trim(
            regexp_replace(lower(strip_accents(replace(replace(coalesce(m.mended, t.province), 'đ', 'd'), 'Đ', 'D'))), '[^\p{L}\p{N}]+', ' ', 'g')
        ) as bare
    from (select distinct province from standardise_typed where trim(province) <> '') as t
    left join standardise_mended as m on m.field = 'province' and m.typed = t.province
),
keyed as (
    select typed, mojibake, bare, regexp_replace(bare, '^(thanh pho|tinh|tp|t) ', '') as key from cells
)
select
    k.typed,
    case when not $national then trim(k.typed) when $merged then p.since else p.before end as province,
    case
        when not $national then k.bare
        else regexp_replace(lower(strip_accents(replace(replace(case when $merged then p.since else p.before end, 'đ', 'd'), 'Đ', 'D'))), '^thanh pho ', '')
    end as province_key,
    $national and $merged and coalesce(p.ceased, false) as old,
    $national and p.key is null as unknown,
    k.mojibake
from keyed as k
left join standardise_provinces as p on replace(k.key, ' ', '') = p.key
order by k.typed
