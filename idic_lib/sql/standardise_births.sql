-- Births of one source as typed, read by the format that it declares (with or without its time of day), never by another.
select
    birth_date as typed,
    cast(coalesce(try_strptime(trim(birth_date), cast($format as varchar)), try_strptime(trim(birth_date), cast($day_format as varchar))) as date) as birth
from standardise_typed
where trim(birth_date) <> '' and source = cast($source as integer)
group by birth_date
order by birth_date
