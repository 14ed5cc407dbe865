-- How many records show each finding.
select field, flag, count(distinct record_no) as records from record_flags group by field, flag order by field, flag
