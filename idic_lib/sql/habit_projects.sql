-- Units whose project bears another name than most units of the same code (the part of the unit's number before the first dash),
-- where each of these names stands under this code only: two names of one project. A name under several codes is a project of blocks.
with coded as (select unit_id, project, split_part(unit_id, '-', 1) as code from units where project is not null and strpos(unit_id, '-') > 0),
names as (
    select code, project, count(*) as units, row_number() over (partition by code order by count(*) desc, project) as place
    from coded
    group by code, project
),
single as (select project from names group by project having count(*) = 1),
kept as (select n.code, n.units, n.place from names as n inner join single as s on s.project = n.project)
select cast(coalesce(sum(k.units), 0) as bigint) as "rows"
from kept as k
inner join (select code from kept group by code having count(*) > 1) as two on two.code = k.code
where k.place > 1
