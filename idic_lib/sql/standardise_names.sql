-- Names as typed: of whom they are (person, company, trial, none), without title, and which word is the family name. $companies, $trials
-- and $nobodys are patterns of whole words; $family_first says how names are written when nothing tells otherwise.
with cells as (
    select
        t.full_name as typed,
        m.mended is not null as mojibake,
        trim(regexp_replace(nfc_normalize(coalesce(m.mended, t.full_name)), '[\s\x{00A0}\x{2000}-\x{200D}\x{202F}\x{3000}\x{FEFF}]+', ' ', 'g')) as tidy
    from (select distinct full_name from standardise_typed where full_name is not null) as t
    left join standardise_mended as m on m.field = 'full_name' and m.typed = t.full_name
),
texts as (
    select
        typed,
        mojibake,
        tidy,
        trim(regexp_replace(regexp_replace(regexp_replace(tidy, '[(][^)]*[)]', ' ', 'g'), '[^\p{L}\p{M}\p{N}''’-]+', ' ', 'g'), '(^|[ ])[''’-]+([ ]|$)', ' ', 'g')) as text
    from cells
),
keyed as (
    select
        typed,
        mojibake,
        tidy,
        text,
        lower(text) as low,
        regexp_replace(lower(strip_accents(replace(replace(text, 'đ', 'd'), 'Đ', 'D'))), '[''’-]', '', 'g') as bare,
        regexp_full_match(text, '[ -~]*') as plain
    from texts
),
sorts as (
    select
        k.*,
        case
            when p.word is not null or not regexp_matches(k.text, '\p{L}') then 'none'
            when regexp_matches(' ' || k.low || ' ', $trials) or k.plain and regexp_matches(k.bare || ' ', $trials_bare) then 'trial'
            when regexp_matches(' ' || k.low || ' ', $companies) or k.plain and regexp_matches(k.bare || ' ', $companies_bare) then 'company'
            else 'person'
        end as kind
    from keyed as k
    left join standardise_words as p on k.low = p.word
),
split as (
    select
        typed,
        mojibake,
        tidy,
        kind,
        plain,
        string_split(case when numbered then trim(regexp_replace(' ' || text || ' ', '( [0-9]+)+ ', ' ', 'g')) else text end, ' ') as shown,
        string_split(case when numbered then trim(regexp_replace(' ' || low || ' ', '( [0-9]+)+ ', ' ', 'g')) else low end, ' ') as lows,
        string_split(case when numbered then trim(regexp_replace(' ' || bare || ' ', '( [0-9]+)+ ', ' ', 'g')) else bare end, ' ') as bares
    from (select *, kind = 'person' and regexp_matches(bare, '[0-9]') as numbered from sorts) as s
),
words as (
    select
        s.*,
        t.title is not null and len(s.lows) >= 2 as may_be_title,
        t.also,
        f.share as next_share,
        coalesce(f.given, false) as next_given,
        l.share as last_share,
        coalesce(l.given, false) as last_given,
        s.bares[-1] in ('thi', 'van') and (s.plain or s.lows[-1] in ('thị', 'văn')) as last_middle,
        s.bares[2] in ('thi', 'van') and (s.plain or s.lows[2] in ('thị', 'văn')) as next_middle
    from split as s
    left join standardise_titles as t on s.kind = 'person' and s.lows[1] = t.title and (s.plain or not t.bare)
    left join standardise_families as f on s.kind = 'person' and s.lows[2] = f.spelling and (s.plain or not f.bare)
    left join standardise_families as l on s.kind = 'person' and s.lows[-1] = l.spelling and (s.plain or not l.bare)
),
titled as (
    select
        typed,
        mojibake,
        tidy,
        kind,
        plain,
        coalesce(
            may_be_title
            and (
                also = ''
                or len(lows) = 2 and (next_share is null or next_given)
                or len(lows) > 2
                and not next_middle
                and not last_middle
                and (next_share is not null or also = 'given' and (last_share is null or last_given))
            ),
            false
        ) as title,
        shown,
        lows,
        bares
    from words
),
stripped as (
    select
        typed,
        mojibake,
        tidy,
        kind,
        plain,
        title,
        case when title then list_slice(shown, 2, len(shown)) else shown end as shown,
        case when title then list_slice(lows, 2, len(lows)) else lows end as lows,
        case when title then list_slice(bares, 2, len(bares)) else bares end as bares
    from titled
),
weighed as (
    select
        s.*,
        len(s.lows) as n,
        f.share as first_share,
        coalesce(f.given, false) as first_given,
        g.share as second_share,
        coalesce(g.given, false) as second_given,
        l.share as last_share,
        coalesce(l.given, false) as last_given,
        s.bares[-1] in ('thi', 'van') and (s.plain or s.lows[-1] in ('thị', 'văn')) as last_middle
    from stripped as s
    left join standardise_families as f on s.kind = 'person' and s.lows[1] = f.spelling and (s.plain or not f.bare)
    left join standardise_families as g on s.kind = 'person' and s.lows[2] = g.spelling and (s.plain or not g.bare)
    left join standardise_families as l on s.kind = 'person' and s.lows[-1] = l.spelling and (s.plain or not l.bare)
),
misspelt as (
    select distinct u.word
    from (select distinct lows[1] as word from weighed where kind = 'person' and first_share is null and n >= 2) as u
    inner join standardise_families as f on f.share >= 2 and not f.given and damerau_levenshtein(u.word, f.spelling) = 1
),
ordered as (
    select
        w.*,
        case
            when kind <> 'person' then ''
            when not $family_first and regexp_full_match(tidy, '[^,]+, ?[^,]+') then 'fmg'
            when n = 1 then case when first_share is not null and not first_given then 'f' else 'g' end
            when last_middle and n >= 3 and second_share is not null then 'gfm'
            when first_share is null and second_share is null and last_share is null then ''
            when m.word is not null and (last_share is null or last_given) and (second_share is null or second_given) then 'fmg'
            when first_share is null and (last_share >= coalesce(second_share, 0)) then 'gmf'
            when first_share is null then 'gfm'
            when first_given and last_share is not null and not last_given then 'gmf'
            when first_given and n >= 3 and second_share >= 5 * first_share and not second_given then 'gfm'
            else 'fmg'
        end as found
    from weighed as w
    left join misspelt as m on w.first_share is null and w.lows[1] = m.word
),
placed as (
    select
        *,
        case
            when found <> '' or kind <> 'person' then found
            when n = 2 and title then 'mg'
            when $family_first then 'fmg'
            else 'gmf'
        end as order_of
    from ordered
),
parts as (
    select
        *,
        case
            when order_of = 'fmg' then [1, 2, n - 1, n]
            when order_of = 'gmf' then [n, 2, n - 1, 1]
            when order_of = 'gfm' then [2, 3, n, 1]
            when order_of = 'mg' then [0, 1, n - 1, n]
            when order_of = 'f' then [1, 2, 1, 0]
            when order_of = 'g' then [0, 2, 1, 1]
        end as places
    from placed
),
named as (
    select
        *,
        case when places[1] > 0 then bares[places[1]] end as family,
        case when places[2] <= places[3] then array_to_string(list_slice(bares, places[2], places[3]), ' ') end as middle,
        case when places[4] > 0 then bares[places[4]] end as given,
        case when places[1] > 0 then [shown[places[1]]] else [] end as family_shown,
        case when places[2] <= places[3] then list_slice(shown, places[2], places[3]) else [] end as middle_shown,
        case when places[4] > 0 then [shown[places[4]]] else [] end as given_shown
    from parts
),
shown as (
    select
        *,
        case
            when kind in ('company', 'trial') then tidy
            when kind = 'person'
                then array_to_string(
                    list_transform(
                        case
                            when $family_first then list_concat(list_concat(family_shown, middle_shown), given_shown)
                            else list_concat(list_concat(given_shown, middle_shown), family_shown)
                        end,
                        lambda word: case when word in (upper(word), lower(word)) and ($region = 'VN' or tidy in (upper(tidy), lower(tidy))) then upper(word[1]) || lower(word[2:]) else word end
                    ),
                    ' '
                )
        end as name
    from named
)
select
    typed,
    name,
    case
        when kind = 'person' then regexp_replace(lower(strip_accents(replace(replace(name, 'đ', 'd'), 'Đ', 'D'))), '[''’-]', '', 'g')
        when kind <> 'none' then array_to_string(bares, ' ')
    end as name_key,
    case when kind <> 'none' then array_to_string(list_sort(bares), ' ') end as name_sorted,
    shown.family,
    middle,
    given,
    kind as name_kind,
    mojibake,
    not mojibake and tidy <> '' and nfc_normalize(typed) <> tidy as blanks,
    title,
    kind = 'person' and n >= 2 and found not in ('', case when $family_first then 'fmg' else 'gmf' end) as swapped,
    kind = 'person' and tidy = upper(tidy) and length(tidy) >= 3 as upper,
    kind = 'person' and plain and $region = 'VN' and (coalesce(accented, false) or list_has_any(list_slice(bares, 1, n - 1), ['thi', 'van'])) as accents_lost
from shown
left join (select spelling as family, true as accented from standardise_families where bare) as a on shown.family = a.family
order by typed
