-- Pairs of buyers who share a phone, an e-mail or an address that few hold: one owner under two names, a spouse's or a company's.
-- `orders` may be by number or by person (`record_id`).
with buyers as (
    select distinct coalesce(l.customer_id, s.record_id) as customer_id
    from (
        select coalesce(t.record_id, t.customer_id) as record_id
        from (select cast(null as varchar) as record_id) as absent
        cross join lateral (select customer_id, record_id, ordered_on from orders) as t
        where t.ordered_on < $as_of
    ) as s
    left join links as l on l.record_id = s.record_id
),
held as (
    select l.customer_id, 'phone' as what, r.phone as value from records as r inner join links as l on l.record_id = r.record_id where r.phone is not null
    union
    select l.customer_id, 'phone' as what, r.phone_2 as value from records as r inner join links as l on l.record_id = r.record_id where r.phone_2 is not null
    union
    select l.customer_id, 'email' as what, r.email as value from records as r inner join links as l on l.record_id = r.record_id where r.email is not null
    union
    select l.customer_id, 'home' as what, r.address_key || ', ' || r.province_key as value
    from records as r
    inner join links as l on l.record_id = r.record_id
    where r.address_key is not null and r.province_key is not null
),
few as (
    select what, value from held group by what, value having count(*) between 2 and $most
)
select x.customer_id as one, y.customer_id as other
from few as f
inner join held as x on x.what = f.what and x.value = f.value
inner join held as y on y.what = f.what and y.value = f.value and y.customer_id > x.customer_id
where x.customer_id in (select customer_id from buyers) and y.customer_id in (select customer_id from buyers)
group by x.customer_id, y.customer_id
order by one, other
