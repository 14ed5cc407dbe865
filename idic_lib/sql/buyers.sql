-- One row per buyer: the first day with a contract, the next later day with one (null when there is none), days with a contract and money.
with days as (
    select customer_id, ordered_on, cast(sum(amount) as bigint) as amount
    from orders
    where ordered_on < $as_of
    group by customer_id, ordered_on
),
placed as (
    select customer_id, ordered_on, amount, row_number() over (partition by customer_id order by ordered_on) as place
    from days
)
select
    customer_id,
    min(ordered_on) as first_on,
    min(case when place = 2 then ordered_on end) as second_on,
    count(*) as purchases,
    cast(sum(amount) as bigint) as amount
from placed
group by customer_id
order by customer_id
