-- First day with an order before $as_of.
select min(ordered_on) as first_on
from orders
where ordered_on < $as_of
