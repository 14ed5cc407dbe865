-- Consents on the day before $as_of, one row per number, purpose and channel. `stands`: this number's own agreement holds: it was not
-- withdrawn on its day or later; a withdrawal may come as a row of its own. `barred`: some number of the person withdrew for the purpose,
-- in whatever channel. All columns but customer_id may be absent from consents.
with said as (
    select
        coalesce(t.record_id, t.customer_id) as record_id,
        t.purpose,
        t.channel,
        max(t.given_on) as given_on,
        max(case when t.withdrawn_on < $as_of then t.withdrawn_on end) as withdrawn_on,
        bool_or(t.given_on is not null or t.withdrawn_on is null or t.withdrawn_on >= $as_of) as agreed
    from (
        select
            cast(null as varchar) as record_id, cast(null as varchar) as purpose, cast(null as varchar) as channel,
            cast(null as date) as given_on, cast(null as date) as withdrawn_on
    ) as absent
    cross join lateral (select customer_id, record_id, purpose, channel, given_on, withdrawn_on from consents) as t
    where t.given_on is null or t.given_on < $as_of
    group by coalesce(t.record_id, t.customer_id), t.purpose, t.channel
),

judged as (
    select
        record_id, purpose, channel, given_on,
        agreed and (withdrawn_on is null or coalesce(given_on > withdrawn_on, false)) as stands
    from said
)
select
    coalesce(l.customer_id, s.record_id) as customer_id,
    s.record_id,
    s.purpose,
    s.channel,
    s.given_on,
    s.stands,
    bool_or(not s.stands) over (partition by coalesce(l.customer_id, s.record_id), s.purpose) as barred
from judged as s
left join links as l on l.record_id = s.record_id
where cast($purpose as varchar) is null or s.purpose = $purpose
order by customer_id, record_id, purpose, channel
