-- One row per customer whose first order lies in [$since, $until): what winning him has cost, minor units. The money spent on a source of
-- leads (costs per $per) is shared by the customers it won, each by the source of his first lead; who came without a lead cost nothing.
with leads as (
    select
        coalesce(l.customer_id, d.lead_id) as customer_id, d.source,
        row_number() over (partition by coalesce(l.customer_id, d.lead_id) order by d.created_on, d.lead_id) as place
    from worth_leads as d
    left join worth_links as l on l.record_id = d.lead_id
    where d.created_on < $until and d.source is not null
),

came as (
    select customer_id, source
    from leads
    where place = 1
),

won as (
    select o.customer_id, c.source, min(o.ordered_on) as first_on
    from worth_orders as o
    inner join came as c on c.customer_id = o.customer_id
    where o.ordered_on < $until
    group by o.customer_id, c.source
),

spent as (
    select item as source, sum(amount) as amount
    from worth_costs
    where per = $per
    group by item
),

each as (
    select w.source, max(s.amount) / count(*) as amount
    from won as w
    inner join spent as s on s.source = w.source
    group by w.source
)

select w.customer_id, cast(round(e.amount) as bigint) as acquisition
from won as w
inner join each as e on e.source = w.source
where w.first_on >= $since
order by w.customer_id
