-- What every lead said of its budget, as typed; NULL where it said nothing.
select lead_id, nullif(trim(budget), '') as budget
from leads
order by lead_id
