-- Record numbers as typed and as one number: blanks removed; spellings that differ in case, or in blanks within, become the most frequent
-- one. Numbers of mixed case are left alone: some systems tell aB from Ab. `several`: the number stands in more than one row.
with spelled as (
    select
        customer_id as typed,
        case
            when regexp_full_match(customer_id, '[!-~]*') then customer_id
            else trim(regexp_replace(nfc_normalize(customer_id), '[\s\x{00A0}\x{200B}\x{FEFF}]+', ' ', 'g'))
        end as bare,
        count(*) as records
    from standardise_typed
    group by customer_id
),
keyed as (
    select *, upper(replace(bare, ' ', '')) as together from spelled where bare <> ''
),
groups as (
    select together, sum(records) > 1 as several, min(bare) <> max(bare) as differ from keyed group by together
),
spellings as (
    select
        k.together,
        k.bare,
        row_number() over (partition by k.together order by sum(k.records) desc, k.bare) as place
    from keyed as k inner join groups as g on k.together = g.together
    where g.differ and k.bare in (upper(k.bare), lower(k.bare))
    group by k.together, k.bare
),
chosen as (
    select
        k.typed,
        k.bare,
        g.several,
        case when k.bare in (upper(k.bare), lower(k.bare)) then coalesce(s.bare, k.bare) else k.bare end as record_id
    from keyed as k
    inner join groups as g on k.together = g.together
    left join spellings as s on g.differ and s.place = 1 and k.together = s.together
)
select
    typed,
    record_id,
    typed <> bare or length(replace(bare, ' ', '')) = length(replace(record_id, ' ', '')) and length(bare) <> length(record_id) as blanks,
    replace(bare, ' ', '') <> replace(record_id, ' ', '') as cased,
    several
from chosen
order by typed
