-- One row per contract in [$since, $as_of) with an amount above zero: its day and its amount in minor units.
select order_id, ordered_on, amount
from orders
where ordered_on >= $since and ordered_on < $as_of and amount > 0
order by order_id
