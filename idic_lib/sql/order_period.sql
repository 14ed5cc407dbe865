-- One row: the first and the last day with an order before $as_of (null when there is none).
select min(ordered_on) as first_on, max(ordered_on) as last_on, count(*) as orders
from orders
where ordered_on < $as_of
order by first_on
