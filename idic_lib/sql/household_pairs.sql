-- Pairs of persons who live at one address: house and street in one province, and beside that one ward, one family name, or a phone
-- or an e-mail that few persons have; a street of that name may lie in another town of the province. An address at which more than
-- $most persons are written down is a shop's or an agency's, and so is such a phone. `alike`: one given name or one day of birth,
-- as of records of one person that were not linked.
with homes as (
    select
        l.customer_id, r.address_key, r.province_key, r.ward_key, r.family, r.given, r.birth, r.phone, r.email
    from records as r
    inner join links as l on l.record_id = r.record_id
    where r.name_kind = 'person' and r.address_key is not null and r.province_key is not null
),
crowds as (
    select address_key, province_key
    from homes
    group by address_key, province_key
    having count(distinct customer_id) between 2 and $most
),
many as (
    select r.phone as held from records as r inner join links as l on l.record_id = r.record_id
    where r.phone is not null
    group by r.phone
    having count(distinct l.customer_id) > $most
    union all
    select r.email as held from records as r inner join links as l on l.record_id = r.record_id
    where r.email is not null
    group by r.email
    having count(distinct l.customer_id) > $most
),
near as (
    select
        h.customer_id, h.address_key, h.province_key, h.ward_key, h.family, h.given, h.birth,
        case when p.held is null then h.phone end as phone,
        case when e.held is null then h.email end as email
    from homes as h
    inner join crowds as c on c.address_key = h.address_key and c.province_key = h.province_key
    left join many as p on p.held = h.phone
    left join many as e on e.held = h.email
)
select
    x.customer_id as one,
    y.customer_id as other,
    bool_or(coalesce(x.given = y.given, false) or coalesce(x.birth = y.birth, false)) as alike
from near as x
inner join near as y on y.address_key = x.address_key and y.province_key = x.province_key and y.customer_id > x.customer_id
where x.ward_key = y.ward_key or x.family = y.family or x.phone = y.phone or x.email = y.email
group by x.customer_id, y.customer_id
order by one, other
