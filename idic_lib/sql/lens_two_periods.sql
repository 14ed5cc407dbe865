-- Lens 2, two periods: what became of each customer from [$since, $middle) to [$middle, $until), by change in sales.
-- steady: within $band of the sales before, such as 0.1.
with each as (
    select
        customer_id,
        count(*) filter (where ordered_on < $middle) as orders_before,
        count(*) filter (where ordered_on >= $middle) as orders_after,
        cast(coalesce(sum(amount) filter (where ordered_on < $middle), 0) as bigint) as amount_before,
        cast(coalesce(sum(amount) filter (where ordered_on >= $middle), 0) as bigint) as amount_after
    from orders
    where ordered_on >= $since and ordered_on < $until
    group by customer_id
),

named as (
    select
        orders_before, orders_after, amount_before, amount_after,
        case
            when orders_before = 0 then 'new'
            when orders_after = 0 then 'gone'
            when amount_after > amount_before + $band * abs(amount_before) then 'up'
            when amount_after < amount_before - $band * abs(amount_before) then 'down'
            else 'steady'
        end as became
    from each
)

select
    became, count(*) as customers, cast(sum(orders_before) as bigint) as orders_before, cast(sum(orders_after) as bigint) as orders_after,
    cast(sum(amount_before) as bigint) as amount_before, cast(sum(amount_after) as bigint) as amount_after
from named
group by became
order by became
