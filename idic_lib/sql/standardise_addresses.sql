-- Streets as typed and as they are compared: small bare letters, without 'đường' and 'số'.
select
    t.typed,
    m.mended is not null as mojibake,
    nullif(
        trim(
            regexp_replace(
                ' ' || regexp_replace(lower(strip_accents(replace(replace(coalesce(m.mended, t.typed), 'đ', 'd'), 'Đ', 'D'))), '[^\p{L}\p{N}/]+', ' ', 'g'),
                ' (duong|d|so nha|so) ',
                ' ',
                'g'
            )
        ),
        ''
    ) as key
from (select distinct address as typed from standardise_typed where trim(address) <> '') as t
left join standardise_mended as m on m.field = 'address' and m.typed = t.typed
order by t.typed
