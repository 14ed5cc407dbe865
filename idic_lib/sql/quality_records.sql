-- How full records are: of so many fields that the record's system asks, so many can be used; and how many records are like that.
with asked as (
    select system, field from record_cells group by system, field having count(*) filter (where filled) > 0
),
full_ as (
    select c.record_no, count(*) as asked, count(*) filter (where c.usable) as usable
    from record_cells as c
    inner join asked as a on a.system = c.system and a.field = c.field
    group by c.record_no
)
select asked, usable, count(*) as records from full_ group by asked, usable order by asked, usable
