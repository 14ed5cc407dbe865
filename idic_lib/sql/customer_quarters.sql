-- What each customer active in the quarter [$starts_on, $ends_on) bought in it; nothing on or after $as_of.
select customer_id, count(*) as orders, cast(sum(amount) as bigint) as amount
from orders
where ordered_on >= $starts_on and ordered_on < least(cast($ends_on as date), cast($as_of as date))
group by customer_id
order by customer_id
