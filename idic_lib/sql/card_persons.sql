-- Customers whom a word may mean: a customer's number, a record's, or the phone or e-mail that survived in the golden record.
select distinct customer_id from links where record_id = $wanted or customer_id = $wanted
union
select distinct customer_id from golden where phone = $wanted or email = lower($wanted)
order by customer_id
