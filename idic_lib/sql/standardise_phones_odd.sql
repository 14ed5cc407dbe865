-- Telephone numbers with those that only the library could read.
select
    n.typed,
    coalesce(n.phone, o.phone) as phone,
    n.phone_2,
    n.old_form,
    n.country_code or coalesce(o.abroad, false) as country_code,
    n.no_zero,
    n.two_numbers,
    n.scientific,
    n.placeholder,
    n.invalid and o.phone is null as invalid
from standardise_phone_cells as n
left join standardise_odd as o on n.typed = o.typed
order by n.typed
