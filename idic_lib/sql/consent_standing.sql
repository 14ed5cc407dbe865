-- Customers whose consent stands on the day before $as_of, and the number through which they agreed. Per number, purpose and channel: an
-- agreement stands unless it was withdrawn on its day or later; a withdrawal may come as a row of its own. A person with several numbers
-- (`record_id`) has agreed only where none of them withdrew: the strictest holds. All columns but customer_id may be absent (see campaign_reach).
with said as (
    select
        t.customer_id,
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
    where (t.given_on is null or t.given_on < $as_of) and (cast($purpose as varchar) is null or t.purpose = $purpose)
    group by t.customer_id, coalesce(t.record_id, t.customer_id), t.purpose, t.channel
)
select customer_id, min(record_id) as record_id
from said
group by customer_id
having bool_and(agreed and (withdrawn_on is null or coalesce(given_on > withdrawn_on, false)))
order by customer_id
