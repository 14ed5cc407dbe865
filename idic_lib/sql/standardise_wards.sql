-- Wards as typed and as they are compared: small bare letters, without the kind of unit, numbers without leading zeros.
select
    t.typed,
    m.mended is not null as mojibake,
    nullif(
        regexp_replace(
            trim(regexp_replace(lower(strip_accents(replace(replace(coalesce(m.mended, t.typed), 'đ', 'd'), 'Đ', 'D'))), '[^\p{L}\p{N}]+', ' ', 'g')),
            '^((phuong|xa|thi tran|dac khu|tt|p|x) |(p|x|phuong)([0-9]))?0*',
            '\4'
        ),
        ''
    ) as key
from (select distinct ward as typed from standardise_typed where trim(ward) <> '') as t
left join standardise_mended as m on m.field = 'ward' and m.typed = t.typed
order by t.typed
