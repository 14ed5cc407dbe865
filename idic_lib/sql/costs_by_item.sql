-- One row per item whose cost is given per $per: the sum of its amounts in minor units.
select trim(item) as item, cast(sum(amount) as bigint) as amount
from costs
where lower(trim(per)) = $per
group by trim(item)
order by item
