-- How often an address tells of a home: persons by number of records, and among them the pairs of records of one person and those of
-- them that hold one address in one province.
with own as (
    select l.customer_id, r.record_id, min(r.address_key || ', ' || r.province_key) as home
    from records as r
    inner join links as l on l.record_id = r.record_id
    where r.name_kind <> 'trial' and r.name_kind <> 'company'
    group by l.customer_id, r.record_id
),
same as (
    select customer_id, home, count(*) as records
    from own
    where home is not null
    group by customer_id, home
),
agreed as (
    select customer_id, sum(records * (records - 1) / 2) as pairs from same group by customer_id
),
sizes as (
    select customer_id, count(*) as records, count(home) as known from own group by customer_id
)
select
    s.records,
    count(*) as persons,
    cast(sum(s.known) as bigint) as known,
    count(*) * (s.records * (s.records - 1) / 2) as pairs,
    cast(sum(coalesce(a.pairs, 0)) as bigint) as agreed
from sizes as s
left join agreed as a on a.customer_id = s.customer_id
group by s.records
order by s.records
