-- One row per customer with an order before $as_of: what three rules would have seen before $middle, and what came after.
select
    customer_id,
    cast(coalesce(sum(amount) filter (where ordered_on < $middle), 0) as bigint) as first_half,
    cast(coalesce(sum(amount) filter (where ordered_on >= $six_months_from and ordered_on < $middle), 0) as bigint) as six_months,
    cast(coalesce(sum(amount) filter (where ordered_on >= $four_weeks_from and ordered_on < $middle), 0) as bigint) as four_weeks,
    count(distinct date_trunc('week', ordered_on)) filter (where ordered_on >= $six_months_from and ordered_on < $middle) as weeks_with_a_visit,
    cast(coalesce(sum(amount) filter (where ordered_on >= $middle), 0) as bigint) as second_half
from orders
where ordered_on < $as_of
group by customer_id
order by customer_id
