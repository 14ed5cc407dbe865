-- The last answer of each customer to each question of the surveys before $until.
with answers as (
    select
        customer_id, question, answer,
        row_number() over (partition by customer_id, question order by answered_on desc, answer desc) as place
    from surveys
    where answered_on < $until and answer is not null
)

select customer_id, question, answer
from answers
where place = 1
order by customer_id, question
