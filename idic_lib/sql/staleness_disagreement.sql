-- Per field, how much likelier two systems disagree about a person for every year between the days on which they wrote it: the slope
-- of a straight line (least squares) with its sum of squares for a standard error that does not ask for equal variances (White 1980).
-- One pair of systems speaks for a person, so that pairs stand alone.
with several as (select customer_id from record_cells where field = 'full_name' group by customer_id having min(system) < max(system)),
held as (
    select
        customer_id, system, field, value, created_on,
        row_number() over (partition by customer_id, system, field order by created_on desc, record_no desc) as place
    from record_cells
    where customer_id in (select customer_id from several) and usable and field <> 'created_on' and created_on is not null
),
paired as (
    select
        a.field, case when a.value = b.value then 0.0 else 1.0 end as differs, abs(date_diff('day', a.created_on, b.created_on)) / 365.25 as years,
        row_number() over (partition by a.field, a.customer_id order by a.system, b.system) as place
    from held as a
    inner join held as b on b.customer_id = a.customer_id and b.field = a.field and a.system < b.system
    where a.place = 1 and b.place = 1
),
middle as (
    select field, count(*) as pairs, avg(differs) as differs, avg(years) as years from paired where place = 1 group by field
),
moments as (
    select
        p.field, sum((p.years - m.years) * (p.years - m.years)) as sxx, sum((p.years - m.years) * (p.differs - m.differs)) as sxy
    from paired as p
    inner join middle as m on m.field = p.field
    where p.place = 1
    group by p.field
)
select
    m.field, m.pairs, m.differs, m.years, s.sxx, s.sxy,
    sum(power((p.years - m.years) * (p.differs - m.differs - s.sxy / nullif(s.sxx, 0) * (p.years - m.years)), 2)) as meat
from paired as p
inner join middle as m on m.field = p.field
inner join moments as s on s.field = p.field
where p.place = 1
group by m.field, m.pairs, m.differs, m.years, s.sxx, s.sxy
order by m.field
