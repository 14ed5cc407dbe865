-- E-mail addresses as typed: the first of a cell in small letters, valid by its form, placeholders by standardise_words, known slips of a
-- domain by standardise_slips.
with cells as (
    select email as typed, count(*) as records from standardise_typed where trim(email) <> '' group by email
),
bares as (
    select
        typed,
        records,
        regexp_replace(
            regexp_extract(replace(regexp_replace(lower(typed), '[\s\x{00A0}\x{200B}\x{FEFF}]', '', 'g'), 'mailto:', ''), '^[<("'']*([^,;/|<>()"]*<)?([^,;/|<>()"'']*)', 2), '[.]+$', ''
        ) as address
    from cells
),
parted as (
    select
        typed,
        records,
        address,
        split_part(address, '@', 1) as name,
        split_part(address, '@', 2) as domain
    from bares
),
judged as (
    select
        p.*,
        coalesce(s.domain, p.domain) as known,
        exists (select 1 from standardise_words as w where w.word = p.name and w.list = 'placeholders')
        or exists (select 1 from standardise_words as w where w.word = lower(strip_accents(replace(p.typed, 'đ', 'd'))) and w.list = 'words')
        or p.name <> '' and replace(p.name, left(p.name, 1), '') = '' as placeholder
    from parted as p
    left join standardise_slips as s on p.domain = s.slip
)
select
    typed,
    records,
    name,
    domain,
    known,
    placeholder,
    not regexp_full_match(name || '@' || known, '[a-z0-9_%+''-]+([.][a-z0-9_%+''-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z]{2,24}')
    or address <> name || '@' || domain as invalid
from judged
order by typed
