-- What stands out in the raw lines of orders, each finding with its rows and amount; nothing is removed here.
with findings as (
    select 1 as place, 'quantity_zero' as finding, count(*) filter (quantity = 0) as "rows", sum(amount) filter (quantity = 0) as amount from order_lines_raw
    union all
    select 2, 'amount_zero', count(*) filter (amount = 0 and not _below_minor), 0 from order_lines_raw
    union all
    select 3, 'amount_below_minor', count(*) filter (_below_minor), 0 from order_lines_raw
    union all
    select 4, 'negative', count(*) filter (amount < 0 or quantity < 0), sum(amount) filter (amount < 0 or quantity < 0) from order_lines_raw
    union all
    select 5, 'after_period', count(*) filter (ordered_on > $period_end and ordered_on < cast($as_of as date)), sum(amount) filter (ordered_on > $period_end and ordered_on < cast($as_of as date)) from order_lines_raw
    union all
    select 6, 'before_period', count(*) filter (ordered_on < cast($period_begin as date)), sum(amount) filter (ordered_on < cast($period_begin as date)) from order_lines_raw
    union all
    select 7, 'tiny', count(*), cast(coalesce(sum(amount), 0) as bigint)
    from order_lines_raw
    where amount <> 0 and abs(amount) * 100 < (select percentile_cont(0.5) within group (order by abs(amount)) from order_lines_raw where amount <> 0)
)
select finding, cast("rows" as bigint) as "rows", cast(coalesce(amount, 0) as bigint) as amount from findings order by place
