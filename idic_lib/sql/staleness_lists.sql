-- Customers by whether they bought in each of five windows of $days days (the last one ends where the target begins, the others a
-- further window back each) and in the target, the $days days before $as_of: at most 64 rows of flags with how many customers have them.
with windows as (
    select customer_id, cast(floor(date_diff('day', ordered_on, cast($as_of as date) - 1) / cast($days as double)) as integer) as place
    from orders
    where ordered_on < cast($as_of as date)
),
flags as (
    select
        customer_id, max(case when place = 0 then 1 else 0 end) as target,
        max(case when place = 1 then 1 else 0 end) as w1, max(case when place = 2 then 1 else 0 end) as w2,
        max(case when place = 3 then 1 else 0 end) as w3, max(case when place = 4 then 1 else 0 end) as w4,
        max(case when place = 5 then 1 else 0 end) as w5
    from windows
    group by customer_id
)
select target, w1, w2, w3, w4, w5, count(*) as customers
from flags
group by target, w1, w2, w3, w4, w5
order by target, w1, w2, w3, w4, w5
