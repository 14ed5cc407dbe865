-- Requests of one customer that were open on the day before $as_of. `closed_on`, `topic` and `channel` may be absent.
select t.customer_id as record_id, t.opened_on, t.topic, t.channel
from (select cast(null as date) as closed_on, cast(null as varchar) as topic, cast(null as varchar) as channel) as absent
cross join lateral (select customer_id, opened_on, closed_on, topic, channel from tickets) as t
where
    t.opened_on < $as_of and (t.closed_on is null or t.closed_on >= $as_of)
    and t.customer_id in (select record_id from links where customer_id = $person)
order by t.opened_on, record_id, t.topic
