-- What stands out in the raw orders, each finding with its rows and amount; nothing is removed here.
with findings as (
    select 1 as place, 'amount_zero' as finding, count(*) filter (amount = 0) as "rows", 0 as amount from orders_raw
    union all
    select 2, 'negative', count(*) filter (amount < 0), sum(amount) filter (amount < 0) from orders_raw
    union all
    select 3, 'after_period', count(*) filter (ordered_on > $period_end and ordered_on < cast($as_of as date)), sum(amount) filter (ordered_on > $period_end and ordered_on < cast($as_of as date)) from orders_raw
    union all
    select 4, 'same_day', coalesce(sum(n - 1), 0), 0
    from (select count(*) as n from orders_raw group by customer_id, ordered_on, amount having count(*) > 1) as twins
    union all
    select 5, 'before_period', count(*) filter (ordered_on < cast($period_begin as date)), sum(amount) filter (ordered_on < cast($period_begin as date)) from orders_raw
    union all
    select 6, 'tiny', count(*), cast(coalesce(sum(amount), 0) as bigint)
    from orders_raw
    where amount <> 0 and abs(amount) * 100 < (select percentile_cont(0.5) within group (order by abs(amount)) from orders_raw where amount <> 0)
)
select finding, cast("rows" as bigint) as "rows", cast(coalesce(amount, 0) as bigint) as amount from findings order by place
