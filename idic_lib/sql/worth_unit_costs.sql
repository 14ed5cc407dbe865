-- What one of each thing costs, minor units: items that are counted per the same thing add up.
select
    per,
    cast(sum(amount) as bigint) as amount
from worth_costs
group by per
order by per
