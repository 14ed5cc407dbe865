-- Records that are a customer's, and the person each belongs to: a test account and a shop's own card are nobody.
select l.record_id, min(l.customer_id) as customer_id
from links as l
left join records as r on r.record_id = l.record_id
group by l.record_id
having count(*) filter (where r.name_kind = 'trial') = 0
order by l.record_id
