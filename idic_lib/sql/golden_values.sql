-- One row per person and field of the golden record: the value that survives by the rules of `survivorship`, the record and
-- system it was taken from, how many of the person's records hold a value, and how many of them contradict it.
-- Values count as one by `same`: names without accents and in any order of words, addresses by street and province. A record
-- contradicts unless all the words of its value stand in the one that survives: "Lan" does not contradict "Nguyễn Thị Lan".
-- A person with one record needs no choice, and is not put through the windows.
with size as (
    select l.customer_id, count(*) as records
    from records as r
    inner join links as l on l.record_id = r.record_id
    group by l.customer_id
),
mine as (
    select
        l.customer_id, s.records, r.record_no, r.record_id, r.system, r.created_on, r.name, r.name_sorted, r.name_kind, r.phone, r.email,
        r.birth, r.gender, r.address_raw, r.address_key, r.province, r.province_key
    from records as r
    inner join links as l on l.record_id = r.record_id
    inner join size as s on s.customer_id = l.customer_id
),
candidates as (
    select customer_id, records, record_no, record_id, system, created_on, name_kind, 'name' as field, name as value, coalesce(name_sorted, name) as same
    from mine where name is not null
    union all
    select customer_id, records, record_no, record_id, system, created_on, name_kind, 'phone' as field, phone as value, phone as same
    from mine where phone is not null
    union all
    select customer_id, records, record_no, record_id, system, created_on, name_kind, 'email' as field, email as value, email as same
    from mine where email is not null
    union all
    select customer_id, records, record_no, record_id, system, created_on, name_kind, 'birth' as field, cast(birth as varchar) as value, cast(birth as varchar) as same
    from mine where birth is not null
    union all
    select customer_id, records, record_no, record_id, system, created_on, name_kind, 'gender' as field, gender as value, lower(gender) as same
    from mine where gender is not null
    union all
    select customer_id, records, record_no, record_id, system, created_on, name_kind, 'address' as field, coalesce(address_raw, address_key) as value, address_key || ', ' || coalesce(province_key, '') as same
    from mine where address_key is not null
    union all
    select customer_id, records, record_no, record_id, system, created_on, name_kind, 'province' as field, province as value, coalesce(province_key, province) as same
    from mine where province is not null
),
holders as (
    select 'phone' as field, phone as same, count(distinct customer_id) as persons from mine where phone is not null group by phone
    union all
    select 'email' as field, email as same, count(distinct customer_id) as persons from mine where email is not null group by email
),
too_many as (
    select h.field, h.same
    from holders as h
    inner join survivorship as s on s.field = h.field
    where h.persons > s.most_persons
),
usable as (
    select c.customer_id, c.records, c.record_no, c.record_id, c.system, c.created_on, c.name_kind, c.field, c.value, c.same
    from candidates as c
    left join too_many as t on t.field = c.field and t.same = c.same
    where t.same is null
),
counted as (
    select
        c.customer_id, c.record_no, c.field, c.same, s.first_by, s.second_by, s.third_by, s.fourth_by, s.untied,
        length(c.value) - length(replace(c.value, ' ', '')) as words,
        length(regexp_replace(c.value, '[A-Za-z0-9 .,''-]', '', 'g')) as accents,
        coalesce(date_diff('day', date '1900-01-01', c.created_on), -1) as recent,
        case when c.name_kind = 'person' then 1 else 0 end as person,
        -coalesce(h.persons, 1) as own,
        count(*) over (partition by c.customer_id, c.field, c.same) as votes
    from usable as c
    inner join survivorship as s on s.field = c.field
    left join holders as h on h.field = c.field and h.same = c.same
    where c.records > 1
),
placed as (
    select
        customer_id, record_no, field, same, untied, votes,
        row_number() over (
            partition by customer_id, field
            order by
                case first_by when 'person' then person when 'complete' then words when 'frequent' then votes when 'accented' then accents when 'recent' then recent when 'own' then own end desc,
                case second_by when 'person' then person when 'complete' then words when 'frequent' then votes when 'accented' then accents when 'recent' then recent when 'own' then own end desc,
                case third_by when 'person' then person when 'complete' then words when 'frequent' then votes when 'accented' then accents when 'recent' then recent when 'own' then own end desc,
                case fourth_by when 'person' then person when 'complete' then words when 'frequent' then votes when 'accented' then accents when 'recent' then recent when 'own' then own end desc,
                record_no
        ) as place
    from counted
),
compared as (
    select
        customer_id, record_no, field, same, untied, votes, place,
        first_value(same) over (partition by customer_id, field order by place) as best,
        first_value(votes) over (partition by customer_id, field order by place) as best_votes
    from placed
),
chosen as (
    select
        customer_id,
        field,
        max(case when place = 1 then record_no end) as record_no,
        count(*) as known,
        count(*) filter (where ' ' || replace(best, ' ', '  ') || ' ' not like '% ' || replace(same, ' ', ' % ') || ' %') as against
    from compared
    group by customer_id, field
    having not bool_or(untied and votes = best_votes and same <> best)
)
select u.customer_id, u.field, u.value, u.record_id, u.system, c.known, c.against
from usable as u
inner join chosen as c on c.customer_id = u.customer_id and c.field = u.field and c.record_no = u.record_no
where u.records > 1
union all
select customer_id, field, value, record_id, system, 1 as known, 0 as against
from usable
where records = 1
order by 1, 2
