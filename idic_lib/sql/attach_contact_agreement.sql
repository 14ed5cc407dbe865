-- Numbers under which several sources wrote the same customer down, those for which they agree on a phone or an e-mail, and those of
-- which house, street and province are known.
select count(*) as numbers, count(*) filter (where agree) as agree, count(*) filter (where home) as homes
from (
    select
        x.record_id,
        bool_or(coalesce(x.phone in (y.phone, y.phone_2), false) or coalesce(x.phone_2 = y.phone, false) or coalesce(x.email = y.email, false)) as agree,
        bool_or(x.address_key is not null and x.province_key is not null or y.address_key is not null and y.province_key is not null) as home
    from records as x
    inner join records as y on y.record_id = x.record_id and y.source > x.source
    group by x.record_id
) as twice
