-- Lens 1, one period: customers with an order in [$since, $until) by tenth of sales, the first tenth the best. Equal sales share a tenth.
with each as (
    select customer_id, count(*) as orders, cast(sum(amount) as bigint) as amount
    from orders
    where ordered_on >= $since and ordered_on < $until
    group by customer_id
),

ranked as (
    select orders, amount, 1 + (10 * (rank() over (order by amount desc) - 1)) // count(*) over () as tenth
    from each
)

select
    tenth, count(*) as customers, cast(sum(orders) as bigint) as orders, cast(sum(amount) as bigint) as amount,
    min(amount) as least_amount, max(amount) as most_amount
from ranked
group by tenth
order by tenth
