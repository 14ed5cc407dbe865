-- Leads that a broker brought, with whether the person was known before ('repeated': an earlier lead, of two on one day the smaller
-- number) and whether the lead carries a phone that few persons have ('own': a broker's own number stands in many leads).
with brought as (
    select coalesce(t.record_id, t.customer_id) as record_id
    from (select cast(null as varchar) as record_id) as absent
    cross join lateral (select customer_id, record_id, broker from contacts) as t
    where t.broker is not null
    group by coalesce(t.record_id, t.customer_id)
),
few as (
    select r.phone
    from records as r
    inner join links as l on l.record_id = r.record_id
    where r.phone is not null
    group by r.phone
    having count(distinct l.customer_id) <= $most
),
own as (
    select distinct r.record_id
    from records as r
    inner join few as f on f.phone = r.phone
),
placed as (
    select
        d.lead_id,
        l.customer_id,
        d.created_on,
        b.record_id is not null as by_broker,
        row_number() over (partition by l.customer_id order by d.created_on, d.lead_id) as place
    from leads as d
    inner join links as l on l.record_id = d.lead_id
    left join brought as b on b.record_id = d.lead_id
    where d.created_on < $as_of
)
select p.lead_id, p.customer_id, p.created_on, p.place > 1 as repeated, o.record_id is not null as own
from placed as p
left join own as o on o.record_id = p.lead_id
where p.by_broker
order by p.lead_id
