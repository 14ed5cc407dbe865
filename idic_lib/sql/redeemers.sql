-- Customers who redeemed an offer of one campaign before $as_of.
select distinct customer_id
from redemptions
where campaign_id = $campaign and redeemed_on < $as_of
order by customer_id
