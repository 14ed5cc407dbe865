-- One row per customer: requests, coupons used and whether first known of in [$since, $until).
with happened as (
    select customer_id, 1 as tickets, 0 as coupons, 0 as arrived
    from worth_tickets
    where opened_on >= $since and opened_on < $until
    union all
    select customer_id, 0 as tickets, 1 as coupons, 0 as arrived
    from worth_redemptions
    where redeemed_on >= $since and redeemed_on < $until
    union all
    select customer_id, 0 as tickets, 0 as coupons, 1 as arrived
    from worth_contacts
    group by customer_id
    having min(created_on) >= $since and min(created_on) < $until
)

select
    customer_id,
    sum(tickets)::bigint as tickets,
    sum(coupons)::bigint as coupons,
    sum(arrived)::bigint as arrived
from happened
group by customer_id
order by customer_id
