"""What leads said they can spend: a figure of speech, read where it can be, with its uncertainty kept and nothing guessed."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from babel.numbers import get_currency_precision

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted
from idic_lib.text import N_
from idic_lib.text.amounts import AMBIGUOUS, EMPTY, UNREADABLE, Amount, Sign, read_amount

CURRENCY = "currency"
"""Flag of a budget in another currency than the client's: told, not converted."""


def budgets(leads: Relation, *, currency: str, decimal: Sign | None = None) -> pd.DataFrame:
    """Read the budget of every lead: `lead_id, lo, hi, currency, flag`.

    `lo` and `hi` are in minor units of `currency` (Int64; NA where that end is open, as in "dưới 13 tỷ", or nothing was read);
    an estimate ("khoảng 3 tỷ") has both ends alike and the flag "about". `flag` names what is unlike a plain amount, apart by
    commas: range, about, at most, at least, slang, currency, ambiguous, unreadable, empty. `decimal` is the client's decimal sign, where known.
    """
    said = leads.engine.query("lead_budgets")
    texts = said["budget"].fillna("").astype(str)
    read = {text: _row(read_amount(text, currency=currency, decimal=decimal), currency) for text in texts.unique()}
    frame = pd.DataFrame([read[text] for text in texts], columns=["lo", "hi", "currency", "flag"])
    kinds = {"lo": "Int64", "hi": "Int64", "currency": "str", "flag": "str"}
    return pd.concat([said[["lead_id"]], frame.astype(kinds)], axis=1)


def _row(amount: Amount, client: str) -> tuple[int | None, int | None, str | None, str]:
    own = amount.currency or client
    read = amount.lo is not None or amount.hi is not None
    flags = [*amount.flags, *([CURRENCY] if own != client else [])]
    return _minor(amount.lo, own), _minor(amount.hi, own), own if read else None, ", ".join(flags)


def _minor(value: Decimal | None, currency: str) -> int | None:
    return None if value is None else round(value * 10 ** get_currency_precision(currency))


_COUNTS = (
    ("stated", None, N_("{value} leads state a budget.")),
    ("plain", "", N_("{value} of them state one amount.")),
    ("range", "range", N_("{value} state a range; both of its ends are kept.")),
    ("about", "about", N_("{value} state an estimate.")),
    ("limit", "at most|at least", N_("{value} state only an upper or a lower limit.")),
    ("other_currency", CURRENCY, N_("{value} state a budget in another currency; it is told apart, not converted.")),
    ("unreadable", f"{UNREADABLE}|{AMBIGUOUS}", N_("{value} state a budget that cannot be read, or could be read in two ways: nothing is guessed. Ask for it as a list of bands instead of free text.")),
)  # fmt: skip


def budget_facts(read: pd.DataFrame) -> list[Fact]:
    """State how many budgets were stated, and how they were said: `identify.budgets.<how>`; one budget may count under several."""
    stated = read.loc[read["flag"] != EMPTY, "flag"]
    return [
        counted(f"identify.budgets.{name}", _how_many(stated, pattern), unit="rows", method=N_("count of leads by what they said of their budget"), says=says, table="leads")
        for name, pattern, says in _COUNTS
    ]  # fmt: skip


def _how_many(stated: pd.Series, pattern: str | None) -> int:
    if pattern is None:
        return len(stated)
    return int((stated == "").sum()) if not pattern else int(stated.str.contains(pattern).sum())
