-- Customers whose consent stands on the day before $as_of: of each customer's consents the latest given decides, and of two
-- given on one day the withdrawn one. `given_on`, `withdrawn_on` and `purpose` may be absent from consents (see campaign_reach).
with said as (
    select
        t.customer_id,
        row_number() over (
            partition by t.customer_id
            order by t.given_on desc nulls last, (t.withdrawn_on is not null and t.withdrawn_on < $as_of) desc
        ) as place,
        t.withdrawn_on is null or t.withdrawn_on >= $as_of as stands
    from (select cast(null as date) as given_on, cast(null as date) as withdrawn_on, cast(null as varchar) as purpose) as absent
    cross join lateral (select customer_id, given_on, withdrawn_on, purpose from consents) as t
    where (t.given_on is null or t.given_on < $as_of) and (cast($purpose as varchar) is null or t.purpose = $purpose)
)
select customer_id from said where place = 1 and stands order by customer_id
