"""Telephone numbers in one form: Vietnamese ones in SQL, judged by their form; others, and what SQL cannot read, by phonenumbers."""

from __future__ import annotations

import re

import pandas as pd

from idic_lib.engine import Relation, sql_text
from idic_lib.identify.standardise.rules import prefixes, words
from idic_lib.identify.standardise.typed import rules_table

_NATIONAL = re.compile(r"0(?:[35789]\d{8}|2\d{9})")


def standard_phones(cells: Relation, column: str = "phone", *, region: str | None, into: str = "standard_phones") -> Relation:
    """Read each distinct text of a column of numbers once, as the table `into`.

    Columns: typed, phone, phone_2, and what was found: old_form, country_code, no_zero, two_numbers, scientific, placeholder, invalid.
    `phone` has its leading 0 where the region is VN and the number Vietnamese; others are in E.164. No block of an operator is
    turned down: blocks come and go. Without a region a number stands as it was typed, in bare digits.
    """
    engine = cells.engine
    rules_table(engine, "standardise_prefixes", prefixes())
    rules_table(engine, "standardise_words", words("phones", "placeholders", "words"))
    engine.name("phones_typed", f'select distinct {column} as typed from "{cells.name}" where {column} is not null')  # noqa: S608 - a name of the engine's own
    engine.keep("standardise_phone_cells", sql_text("standardise_phones"), {"national": region == "VN"})
    odd = engine.run("select typed from standardise_phone_cells where invalid order by typed")["typed"]
    read = pd.DataFrame([_read(t, region) for t in odd], columns=["typed", "phone", "abroad"])
    rules_table(engine, "standardise_odd", read.astype({"typed": "str", "phone": "str", "abroad": "bool"}))
    return engine.keep(into, sql_text("standardise_phones_odd"))


def _read(typed: str, region: str | None) -> tuple[str, str | None, bool]:
    """Ask phonenumbers for what the form does not tell: the number, and whether it carried a country's code."""
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return typed, _as_it_stands(typed) if region is None else None, False
    if region == "VN" and number.country_code == 84:
        national = f"0{number.national_number}"
        return typed, national if _NATIONAL.fullmatch(national) else None, False
    if not phonenumbers.is_valid_number(number):
        return typed, None, False
    return typed, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), typed.lstrip(" (").startswith(("+", "00"))


def _as_it_stands(typed: str) -> str | None:
    digits = re.sub(r"[\s.()/-]", "", typed)
    return digits if re.fullmatch(r"\d{7,15}", digits) else None
