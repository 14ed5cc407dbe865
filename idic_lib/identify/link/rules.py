"""Rules that need no learning: the same name, or a shorter or misspelt form of it, together with something that few people share."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify.link.fields import NAME

_NAMED: Final = " or ".join(f"({level.sql})" for level in NAME.levels[:5])
_CONTRADICTED: Final = "coalesce(hamming(birth_l, birth_r) > 2, false)"
_RULES: Final = {
    "name and phone": f"({_NAMED}) and (phone_l = phone_r or phone_l = phone_2_r or phone_2_l = phone_r)",
    "name and e-mail": f"({_NAMED}) and email_l = email_r",
    "name and birth": "given_family_l = given_family_r and birth_l = birth_r",
    "name and address": "given_family_l = given_family_r and address_key_l = address_key_r",
    "phone and e-mail and birth": "phone_l = phone_r and email_l = email_r and birth_l = birth_r",
}
"""A rule and its condition; no rule holds where two birth dates contradict."""


def ruled_pairs(engine: Engine) -> pd.DataFrame:
    """Return the pairs of `link_pairs` that a rule makes one person: l, r, rule (the first that holds), sorted."""
    columns = ("name_sorted", "name_key", "given", "family", "middle", "given_family", "phone", "phone_2", "email", "birth", "address_key")
    sides = ", ".join(f'{s}."{c}" as "{c}_{s}"' for c in columns for s in ("l", "r"))
    cases = " ".join(f"when {condition} then '{name}'" for name, condition in _RULES.items())
    return engine.run(f"""with sides as (select p.join_key_l as l_no, p.join_key_r as r_no, {sides} from link_pairs p
          join link_input l on l.record_no = p.join_key_l join link_input r on r.record_no = p.join_key_r),
        ruled as (select l_no, r_no, case when {_CONTRADICTED} then null {cases} end as rule from sides)
        select l_no as l, r_no as r, rule from ruled where rule is not null order by l, r""")
