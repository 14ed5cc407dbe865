-- Per customer and day of an answer to a question named in $questions: purchase days before that day, the first and the last of them.
with days as (select distinct customer_id, ordered_on from orders where ordered_on < $as_of),

asked as (
    select distinct customer_id, answered_on
    from surveys
    where answered_on < $as_of and strpos($questions, chr(10) || question || chr(10)) > 0 and try_cast(answer as double) is not null
)

select a.customer_id, a.answered_on, count(*) as days, min(d.ordered_on) as first_on, max(d.ordered_on) as last_on
from asked as a
inner join days as d on d.customer_id = a.customer_id and d.ordered_on < a.answered_on
group by a.customer_id, a.answered_on
order by a.customer_id, a.answered_on
