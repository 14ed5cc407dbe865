-- One row: record numbers and persons of the links, persons with an order before $as_of and with one from $active_since on, and numbers with
-- an order that no record knows. The firm's own cards and trials are no persons.
with buyers as (
    select l.customer_id, o.customer_id as number, max(o.ordered_on) as last_on
    from orders as o
    left join links as l on l.record_id = o.customer_id
    where o.ordered_on < $as_of and l.rule is distinct from 'own'
    group by l.customer_id, o.customer_id
)

select
    max(k.numbers) as numbers, max(k.clusters) as clusters, count(distinct b.customer_id) as with_order,
    count(distinct case when b.last_on >= $active_since then b.customer_id end) as active,
    count(case when b.customer_id is null then b.number end) as not_on_file
from (select count(distinct record_id) as numbers, count(distinct customer_id) as clusters from links where rule is distinct from 'own') as k
left join buyers as b on 1 = 1
