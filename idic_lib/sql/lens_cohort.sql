-- Lens 3, one cohort: customers with their first order in [$since, $joined_until), month by month up to $until (its last month may be partial).
with cohort as (
    select customer_id
    from orders
    where ordered_on < $until
    group by customer_id
    having min(ordered_on) >= $since and min(ordered_on) < $joined_until
)

select
    cast(date_trunc('month', o.ordered_on) as date) as month_on, (select count(*) from cohort) as size,
    count(distinct o.customer_id) as customers, count(*) as orders, cast(sum(o.amount) as bigint) as amount
from orders as o
inner join cohort as c on o.customer_id = c.customer_id
where o.ordered_on < $until
group by cast(date_trunc('month', o.ordered_on) as date)
order by month_on
