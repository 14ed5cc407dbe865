-- E-mail addresses with their domains put right.
select
    a.typed,
    case when not a.invalid and not a.placeholder then a.name || '@' || coalesce(l.domain, a.known) end as email,
    case when not a.invalid and not a.placeholder then a.name end as email_name,
    not a.placeholder and not a.invalid and (l.domain is not null or a.known <> a.domain) as domain_typo,
    a.placeholder,
    a.invalid and not a.placeholder as invalid,
    a.typed <> lower(a.typed) as upper
from standardise_email_cells as a
left join standardise_learned as l on a.known = l.slip
order by a.typed
