-- Of each field of each export that names persons: cells filled, usable (after repair), repaired.
select
    source, field, count(*) as records,
    count(*) filter (where filled) as filled, count(*) filter (where usable) as usable, count(*) filter (where mended) as mended
from record_cells
group by source, field
order by source, field
