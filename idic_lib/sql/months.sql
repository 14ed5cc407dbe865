-- One row per calendar month with an order in [$since, $as_of): sales and orders.
select cast(date_trunc('month', ordered_on) as date) as starts_on, count(*) as orders, cast(sum(amount) as bigint) as amount
from orders
where ordered_on >= $since and ordered_on < $as_of
group by cast(date_trunc('month', ordered_on) as date)
order by starts_on
