-- Births with those set aside that nobody can have, or that stand for 'not known'.
with judged as (
    select
        d.source,
        d.typed,
        d.birth,
        f.birth is not null as placeholder,
        d.birth >= cast($as_of as date) or date_diff('year', d.birth, cast($as_of as date)) > cast($oldest as integer) as impossible
    from standardise_days as d
    left join standardise_filled as f on d.birth = cast(f.birth as date)
)
select
    source,
    typed,
    case when not placeholder and not impossible then birth end as birth,
    placeholder,
    coalesce(impossible, false) and not placeholder as impossible,
    birth is null as unreadable
from judged
order by source, typed
