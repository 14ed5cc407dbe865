-- Telephone numbers as typed, read by the form of Vietnamese ones where $national. A number of one country in one form: 0 and nine digits
-- from [35789] (mobile) or ten from 2 (fixed); eleven digits from 01 are of before 15 September 2018 and change by standardise_prefixes.
with cells as (
    select
        typed,
        replace(replace(lower(translate(typed, '０１２３４５６７８９＋（）／－．，　', '0123456789+()/-., ')), '''', ''), chr(160), ' ') as text
    from phones_typed
    where trim(typed) <> ''
),
texts as (
    select
        typed,
        regexp_full_match(text, '[0-9]([.,][0-9]+)?e[+]?[0-9]+') as scientific,
        case
            when regexp_full_match(text, '[0-9]{7,}[.]0+') then split_part(text, '.', 1)
            when regexp_full_match(text, '[0-9o+().,;/|& -]+') then replace(text, 'o', '0')
            else text
        end as text
    from cells
),
bares as (
    select typed, scientific, text, regexp_replace(text, '[\s.()-]', '', 'g') as bare from texts
),
parted as (
    select
        typed,
        scientific,
        bare,
        case
            when not $national or scientific then cast([] as varchar[])
            when regexp_full_match(replace(bare, ',', ''), '((\+|00|0)?840?|0)?([35789][0-9]{8}|1[0-9]{9}|2[0-9]{9})') then [replace(bare, ',', '')]
            when regexp_full_match(bare, '(0[35789][0-9]{8}|01[0-9]{9})(0[35789][0-9]{8}|01[0-9]{9})')
                then [regexp_extract(bare, '^(0[35789][0-9]{8}|01[0-9]{9})', 1), regexp_extract(bare, '(0[35789][0-9]{8}|01[0-9]{9})$', 1)]
            else list_filter(
                list_transform(
                    regexp_split_to_array(text, '[/,;|&\n]|\s-\s|\s(?:hoặc|hoac|và|va|or|and)\s|[:]'),
                    lambda part: regexp_replace(part, '[^0-9+]', '', 'g')
                ),
                lambda part: regexp_matches(part, '[0-9]')
            )
        end as parts
    from bares
),
placed as (
    select typed, 1 as place, parts[1] as part from parted where len(parts) >= 1
    union all
    select typed, 2 as place, parts[2] as part from parted where len(parts) >= 2
),
read as (
    select typed, place, part, regexp_extract(part, '^(?:(?:\+|00|0)?840?|0)?([35789][0-9]{8}|1[0-9]{9}|2[0-9]{9})$', 1) as significant
    from placed
),
changed as (
    select
        r.typed,
        r.place,
        case when left(r.significant, 1) = '1' then p.since || substr(r.significant, 4) when r.significant <> '' then '0' || r.significant end as phone,
        p.since is not null as old_form,
        length(r.part) - length(r.significant) >= 2 as country_code,
        r.part = r.significant as no_zero
    from read as r
    left join standardise_prefixes as p on left(r.significant, 1) = '1' and p.before = '0' || left(r.significant, 3)
),
judged as (
    select
        *,
        phone is not null and (replace(right(phone, 8), right(phone, 1), '') = '' or right(phone, 7) = '0000000') as empty
    from changed
),
together as (
    select
        typed,
        arg_min(phone, place) filter (phone is not null and not empty) as phone,
        arg_max(phone, place) filter (phone is not null and not empty) as last_phone,
        bool_or(old_form and phone is not null) as old_form,
        bool_or(country_code and phone is not null) as country_code,
        bool_or(no_zero and phone is not null) as no_zero,
        count(*) = 2 as two_numbers,
        bool_or(empty) as empty
    from judged
    group by typed
),
said as (
    select
        p.typed,
        p.scientific,
        w.word is not null
        or replace(p.bare, left(p.bare, 1), '') = '' and left(p.bare, 1) in ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')
        or replace(p.bare, '0', '') = '' as placeholder
    from parted as p
    left join standardise_words as w on p.bare = w.word or trim(lower(strip_accents(replace(p.typed, 'đ', 'd')))) = w.word
)
select
    s.typed,
    case when not s.placeholder then t.phone end as phone,
    case when not s.placeholder and t.last_phone <> t.phone then t.last_phone end as phone_2,
    not s.placeholder and t.phone is not null and coalesce(t.old_form, false) as old_form,
    not s.placeholder and t.phone is not null and coalesce(t.country_code, false) as country_code,
    not s.placeholder and t.phone is not null and coalesce(t.no_zero, false) as no_zero,
    not s.placeholder and t.phone is not null and coalesce(t.two_numbers, false) as two_numbers,
    s.scientific,
    s.placeholder or coalesce(t.empty, false) and t.phone is null as placeholder,
    not s.scientific and not s.placeholder and t.phone is null and not coalesce(t.empty, false) as invalid
from (select typed, bool_or(scientific) as scientific, bool_or(placeholder) as placeholder from said group by typed) as s
left join together as t on s.typed = t.typed
order by s.typed
