"""Column names as a reader reads them, and the unit each column's numbers are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd
from babel.dates import format_date

from idic_lib.text import LOCALES, N_, _, language
from idic_lib.text.numbers import day

HEADS: dict[str, tuple[str, str]] = {
    "table": (N_("Table"), "name"),
    "holds": (N_("Holds"), ""),
    "rows": (N_("Rows"), "rows"),
    "kept": (N_("Kept"), "rows"),
    "first_day": (N_("First day"), "date"),
    "last_day": (N_("Last day"), "date"),
    "would_answer": (N_("Would answer"), ""),
    "reason": (N_("Reason"), "word"),
    "finding": (N_("Finding"), ""),
    "amount": (N_("Amount"), "minor"),
    "step": (N_("Step"), ""),
    "count": (N_("Count"), "rows"),
    "field": (N_("Field"), "name"),
    "known": (N_("Known"), "customers"),
    "customers": (N_("Customers"), "customers"),
    "orders": (N_("Orders"), "orders"),
    "share": (N_("Share"), "share"),
    "sales_share": (N_("Share of sales"), "share"),
    "lo": (N_("from"), "as before"),
    "hi": (N_("to"), "as before"),
    "fifth 1": (N_("Fifth 1"), "share"),
    "fifth 2": (N_("Fifth 2"), "share"),
    "fifth 3": (N_("Fifth 3"), "share"),
    "fifth 4": (N_("Fifth 4"), "share"),
    "fifth 5": (N_("Fifth 5"), "share"),
    "tenth": (N_("Tenth"), ""),
    "least_amount": (N_("Least"), "minor"),
    "most_amount": (N_("Most"), "minor"),
    "per_customer": (N_("Per customer"), "minor"),
    "orders_per_customer": (N_("Orders per customer"), "number"),
    "became": (N_("Became"), "word"),
    "orders_before": (N_("Orders before"), "orders"),
    "orders_after": (N_("Orders after"), "orders"),
    "amount_before": (N_("Amount before"), "minor"),
    "amount_after": (N_("Amount after"), "minor"),
    "month_on": (N_("Month"), "month"),
    "cohort_on": (N_("First order in"), "month"),
    "size": (N_("In the cohort"), "customers"),
    "active_share": (N_("Share active"), "share"),
    "per_active": (N_("Per active customer"), "minor"),
    "complete": (N_("Covered"), "covered"),
    "came_back": (N_("Came back"), "customers"),
    "came_back_share": (N_("Share that came back"), "share"),
    "new_customers": (N_("New"), "customers"),
    "method": (N_("Method"), ""),
    "rmse": (N_("Typical miss"), "number"),
    "mae": (N_("Mean miss (MAE)"), "number"),
    "bias": (N_("Bias"), "change"),
    "deviance": (N_("Deviance"), "number"),
    "correlation": (N_("Correlation"), "number"),
    "capture": (N_("Caught by the first tenth"), "share"),
    "tier": (N_("Tier"), ""),
    "expected_amount": (N_("Expected"), "minor"),
    "sales_lo": (N_("from"), "as before"),
    "sales_hi": (N_("to"), "as before"),
    "realised": (N_("Brought"), "number"),
    "expected": (N_("Expected"), "number"),
    "realised_share": (N_("Share of sales"), "share"),
    "at_once": (N_("Campaigns at once"), "campaigns"),
    "group": (N_("Group"), ""),
    "sent": (N_("Times sent"), "rows"),
    "redeemed": (N_("Times answered"), "rows"),
    "few": (N_("Reservation"), "few"),
    "campaign": (N_("Campaign"), ""),
    "campaign_type": (N_("Type"), ""),
    "reached": (N_("Reached"), "customers"),
    "reading": (N_("Reading"), ""),
    "change": (N_("Change"), "change"),
    "check": (N_("Check"), "change"),
    "verdict": (N_("Verdict"), ""),
    "assumes": (N_("What it assumes"), ""),
    "recall": (N_("Recall"), "share"),
    "precision": (N_("Precision"), "share"),
    "ndcg": (N_("NDCG"), "share"),
    "list": (N_("List"), "word"),
    "items_per_customer": (N_("Items per customer"), "number"),
    "send": (N_("Written to"), "customers"),
    "holdout": (N_("Held out"), "customers"),
    "quarter": (N_("Quarter"), ""),
    "order_value": (N_("Per order"), "minor"),
    "before": (N_("Against"), ""),
    "part": (N_("Part"), "word"),
    "stage": (N_("Stage"), ""),
    "asks": (N_("Asks"), ""),
    "stated": (N_("Facts stated"), "rows"),
    "refused": (N_("Refused"), "rows"),
    "controlled": (N_("With a control"), "rows"),
    "answers": (N_("Answers"), "rows"),
    "source": (N_("Source"), ""),
    "leads": (N_("Leads"), "rows"),
    "contracts": (N_("Contracts"), "rows"),
    "naive": (N_("So far"), "share"),
    "chance": (N_("Young leads open"), "share"),
    "cost_naive": (N_("Per contract so far"), "number"),
    "cost_mature": (N_("Per contract, young leads open"), "number"),
    "made_on": (N_("Made on"), "date"),
    "until": (N_("Until"), "date"),
    "foreseen": (N_("Foreseen"), "number"),
    "repeated": (N_("Window before, repeated"), "rows"),
    "came": (N_("Came"), "rows"),
}
"""Column -> heading and unit: one of a fact's, 'minor' (an amount in minor units of the case's currency), one of `WRITTEN`, or
'as before', the unit of the column to the left."""

_WORDS = (
    N_("up"), N_("steady"), N_("down"), N_("gone"), N_("new"), N_("kept"), N_("reactivated"), N_("lost"),
    N_("repeat"), N_("due"), N_("discover"),
    N_("no order_id"), N_("no customer_id"), N_("no product_id"), N_("no campaign_id"), N_("no ordered_on"), N_("no redeemed_on"),
    N_("no quantity"), N_("no amount"), N_("no quantity and no amount"), N_("dated on or after as_of"),
    N_("order_id stands in another row"), N_("product_id stands in another row"), N_("campaign_id stands in another row"),
)  # fmt: skip
"""Words that stand in tables as they are; here they are messages of the catalogue."""


def head(column: str) -> str:
    """Return a column's heading in the language of the run."""
    return _(HEADS[column][0]) if column in HEADS else column.replace("_", " ").capitalize()


def units(columns: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the unit of each column that has one; `given` replaces units."""
    found: dict[str, str] = {}
    last = ""
    for column in columns:
        unit = (given or {}).get(column) or HEADS.get(column, ("", ""))[1]
        last = last if unit == "as before" else unit
        found |= {column: last} if last else {}
    return found


def _name(value: object) -> str:
    return str(value).replace("_", " ")


def _day(value: object) -> str:
    """Write a day that is there."""
    return day(pd.Timestamp(str(value)).date()) if value else ""


def _word(value: object) -> str:
    return _(str(value)) if value else ""


def _month(value: object) -> str:
    """Write the month of a day: January 2017, 1/2017."""
    pattern = "MMMM y" if language() == "en" else "M/y"
    return format_date(pd.Timestamp(str(value)).date(), format=pattern, locale=LOCALES[language()])


def _covered(value: object) -> str:
    return value if isinstance(value, str) else _("whole") if value else _("in part")


def _few(value: object) -> str:
    return _("fewer than 30, not ranked") if value else ""


WRITTEN: Mapping[str, Callable[[object], str]] = {
    "name": _name, "word": _word, "date": _day, "month": _month, "covered": _covered, "few": _few,
}  # fmt: skip
"""Units whose values are no numbers, and how they are written."""
