-- Rows by kind, and those dated on the last day of a month. `dated_rows` holds kind and day.
select
    kind, count(*) as "rows",
    count(*) filter (where extract(month from day + interval 1 day) <> extract(month from day)) as last_day
from dated_rows
where day is not null and day < cast($as_of as date)
group by kind
order by kind
