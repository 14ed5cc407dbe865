-- Answers before $as_of to the questions named in $questions (a list in one text, a newline before, between and after), each as it was
-- written and as a mark, where it is a number.
select customer_id, answered_on, question, answer, try_cast(answer as double) as mark
from surveys
where answered_on < $as_of and strpos($questions, chr(10) || question || chr(10)) > 0 and answer is not null
order by customer_id, answered_on, question, answer
