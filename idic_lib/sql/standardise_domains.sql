-- Domains that are a slip of another: at least $ratio times as rare as one of which at least $often are on file, and one letter away (one
-- more, one less, another one, two turned round), or with one 'co' or 'com' too many within. Domains of genuine providers are none.
with used as (
    select known as domain, sum(records) as records
    from standardise_email_cells
    where not invalid and not placeholder
    group by known
),
near as (
    select
        rare.domain as slip,
        often.domain,
        row_number() over (partition by rare.domain order by often.records desc, often.domain) as place
    from used as rare
    inner join used as often
        on often.records >= $often and often.records >= $ratio * rare.records and abs(length(often.domain) - length(rare.domain)) <= 4
    left join standardise_genuine as g on rare.domain = g.word
    where
        g.word is null
        and length(split_part(often.domain, '.', 1)) >= 4
        and (
            damerau_levenshtein(rare.domain, often.domain) = 1
            or regexp_replace(rare.domain, '^([^.]+)[.]com?[.]', '\1.') = often.domain
        )
)
select slip, domain from near where place = 1 order by slip
