-- One row per customer and item bought before $until: purchase days, each worth half as much after $half_life_days, the last of
-- them and the median gap between two. A day is one purchase, however many lines or baskets it has. Weights are rounded, so that
-- equal histories tie in whatever order they were summed. Items of an excluded department or category, without a type, or with
-- fewer than $min_buyers buyers are left out. $excluded is a list in one text, a newline before, between and after.
-- The lateral join reads a column that this client's products do not have as null.
with kinds as (
    select p.product_id, p.item
    from (select cast(null as varchar) as product_type, cast(null as varchar) as category, cast(null as varchar) as department) as absent
    cross join lateral (
        select
            product_id, product_type as item,
            coalesce(strpos($excluded, chr(10) || department || chr(10)) > 0, false) as out_by_department,
            coalesce(strpos($excluded, chr(10) || category || chr(10)) > 0, false) as out_by_category
        from products
    ) as p
    where p.item is not null and not p.out_by_department and not p.out_by_category
),

days as (
    select l.customer_id, k.item, l.ordered_on
    from order_lines as l
    inner join kinds as k on l.product_id = k.product_id
    where l.ordered_on < $until and l.quantity > 0
    group by l.customer_id, k.item, l.ordered_on
),

gaps as (
    select
        customer_id, item, ordered_on,
        date_diff('day', lag(ordered_on) over (partition by customer_id, item order by ordered_on), ordered_on) as gap
    from days
),

bought as (
    select
        customer_id, item,
        round(sum(power(0.5, date_diff('day', ordered_on, cast($until as date)) / $half_life_days)), 9) as weight,
        count(*) as purchases, max(ordered_on) as last_on, median(gap) as gap_days
    from gaps
    group by customer_id, item
)

select b.customer_id, b.item, b.weight, b.purchases, b.last_on, b.gap_days
from bought as b
inner join (select item from bought group by item having count(*) >= $min_buyers) as enough on b.item = enough.item
order by b.customer_id, b.item
