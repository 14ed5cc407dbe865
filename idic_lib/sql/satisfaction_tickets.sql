-- What customers complained about before $as_of, in their own words. `topic` may be absent.
select t.customer_id, t.opened_on, t.topic
from (select cast(null as varchar) as topic) as absent
cross join lateral (select customer_id, opened_on, topic from tickets) as t
where t.opened_on < $as_of
order by t.customer_id, t.opened_on, t.topic
