-- Of each field, in each system: records, filled, usable (after repair), repaired.
select
    system, field, count(*) as records,
    count(*) filter (where filled) as filled, count(*) filter (where usable) as usable, count(*) filter (where mended) as mended
from record_cells
group by system, field
order by system, field
