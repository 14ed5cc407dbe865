-- Per field of the golden record: persons whose value is known, persons of whom several records hold one, those whom a record contradicts.
select
    field,
    count(*) as persons,
    count(*) filter (where known > 1) as several,
    count(*) filter (where against > 0) as contradicted
from golden_values
group by field
order by field
