-- In which systems each customer has a record.
select distinct customer_id, system
from links
where system is not null
order by customer_id, system
