-- How many different names are born on each day, and on the other days of the year around it.
with born as (
    select d.birth, count(distinct coalesce(n.name_sorted, t.customer_id)) as names
    from standardise_typed as t
    inner join standardise_days as d on t.source = d.source and t.birth_date = d.typed
    left join standardise_names as n on t.full_name = n.typed
    where d.birth is not null
    group by d.birth
)
select
    birth,
    names,
    sum(names) over (order by birth range between interval 182 day preceding and interval 182 day following) - names as around
from born
order by birth
