-- One row: products sold before $as_of, those without a cost, and their sales and list value in minor units.
select
    count(distinct product_id) as products,
    count(distinct product_id) filter (where assumed) as costless,
    cast(coalesce(sum(amount) filter (where assumed), 0) as bigint) as amount,
    cast(coalesce(sum(listed) filter (where assumed), 0) as bigint) as listed,
    coalesce(sum(cost) / nullif(sum(amount), 0), 0) as cost_share
from worth_costed
where not returned and ordered_on < $as_of
