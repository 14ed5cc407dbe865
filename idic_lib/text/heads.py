"""Column names as a reader reads them, and the unit each column's numbers are written in."""

from __future__ import annotations

import re
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
    "reason": (N_("Reason"), "reason"),
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
    "sales_lo": (N_("amount from"), "as before"),
    "sales_hi": (N_("amount to"), "as before"),
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
    "day_from": (N_("First day"), "date"),
    "day_to": (N_("Last day"), "date"),
    "why": (N_("Reason"), "reason"),
    "once": (N_("Once"), "rows"),
    "system": (N_("System"), ""),
    "value_hidden": (N_("Contact, hidden"), ""),
    "records": (N_("Records"), "rows"),
    "names": (N_("Names"), "rows"),
    "guard": (N_("What spoke against it"), "word"),
    "clusters": (N_("Chains"), "rows"),
    "doubt": (N_("Fields of the two records"), ""),
    "pairs": (N_("Pairs"), "rows"),
    "led_by": (N_("Way"), ""),
    "share_of_orders": (N_("Share of orders"), "share"),
    "share_of_amount": (N_("Share of sales"), "share"),
    "rule": (N_("Rule"), ""),
    "persons": (N_("Persons"), "customers"),
    "several": (N_("In several records"), "customers"),
    "contradicted": (N_("Contradicted"), "customers"),
    "name_and_birth": (N_("Name and day of birth"), "share"),
    "record_number": (N_("Customer number"), "share"),
    "dated": (N_("With a date"), "rows"),
    "written_long_ago": (N_("Written long ago"), "rows"),
    "stale": (N_("Stale"), "rows"),
    "date": (N_("Date"), "date"),
    "licence": (N_("Licence"), ""),
    "legal_basis": (N_("Legal basis"), ""),
    "joined": (N_("Joined"), "yes"),
    "columns": (N_("Columns"), "name"),
    "matched": (N_("Customers found in it"), "share"),
    "unmatched_keys": (N_("Words not in the table"), "rows"),
    "unused_keys": (N_("Rows without a customer"), "rows"),
    "decision": (N_("Decision"), ""),
    "advice": (N_("Advice"), ""),
    "followed": (N_("There long enough"), "customers"),
    "bought": (N_("Bought"), "share"),
    "again": (N_("Bought again"), "share"),
    "top_tenth": (N_("Share of the best tenth"), "share"),
    "cost_each": (N_("Cost per buying customer"), "minor"),
    "break_even": (N_("Must stay of sales"), "share"),
    "today": (N_("Supported today"), "yes"),
    "fix": (N_("What to collect"), ""),
    "test": (N_("Check"), ""),
    "found": (N_("Found"), ""),
}
"""Column -> heading and unit: one of a fact's, 'minor' (an amount in minor units of the case's currency), one of `WRITTEN`, or
'as before', the unit of the column to the left."""

_WORDS = (
    N_("up"), N_("steady"), N_("down"), N_("gone"), N_("new"), N_("kept"), N_("reactivated"), N_("lost"),
    N_("repeat"), N_("due"), N_("discover"),
    N_("no order_id"), N_("no customer_id"), N_("no product_id"), N_("no campaign_id"), N_("no ordered_on"), N_("no redeemed_on"),
    N_("no quantity"), N_("no amount"), N_("no quantity and no amount"), N_("dated on or after as_of"),
    N_("order_id stands in another row"), N_("product_id stands in another row"), N_("campaign_id stands in another row"),
    N_("no order of that number"), N_("loaded again: stands in another file"), N_("loaded again: every row of its day"),
    N_("loaded again: a block of rows"), N_("loaded again: every line of its order"),
    N_("birth dates contradict"), N_("names differ"), N_("two numbers of one system"), N_("weak link"),
)  # fmt: skip
"""Words that stand in tables as they are; here they are messages of the catalogue."""
_SHORT = {"size": N_("too many records for one person"), "answered": N_("somebody said so")}
"""Words too short for a reader, and what is read instead."""

NAMES = {
    "orders": N_("orders"), "order_lines": N_("order lines"), "products": N_("products"), "contacts": N_("contacts"),
    "campaigns": N_("campaigns"), "touches": N_("touches"), "redemptions": N_("redemptions"), "events": N_("events"),
    "tickets": N_("tickets"), "surveys": N_("surveys"), "consents": N_("consents"), "costs": N_("costs"), "leads": N_("leads"),
    "lead_stages": N_("lead stages"), "groups": N_("groups"), "payments": N_("payments"), "units": N_("units"), "deposits": N_("deposits"),
    "customer_id": N_("customer number"), "system": N_("system"), "full_name": N_("full name"), "name": N_("name"), "phone": N_("phone"),
    "email": N_("e-mail"), "birth_date": N_("day of birth"), "birth": N_("day of birth"), "gender": N_("gender"), "address": N_("address"),
    "ward": N_("ward"), "district": N_("district"), "province": N_("province"), "created_on": N_("day of entry"),
    "owner": N_("owner"), "source": N_("source"), "group": N_("group"), "broker": N_("broker"), "product": N_("product"),
    "purpose": N_("purpose"), "direction": N_("direction"), "loan": N_("loan"), "last_order": N_("last order"),
    "history": N_("purchases"), "lines": N_("baskets"), "usage": N_("visits and use"), "engagement": N_("reactions"),
    "satisfaction": N_("satisfaction"), "needs": N_("needs"), "source_not_recorded": N_("source not recorded"), "other_sources": N_("other sources"),
}  # fmt: skip
"""Names of tables, fields and signals, as they stand in cells and fact ids, and what a reader calls them."""
_REASONS = (
    (re.compile(r"its order was set aside: (?P<reason>.+)"), N_("its order was set aside: {reason}")),
    (re.compile(r"no (?P<column>\w+)"), N_("no {column}")),
    (re.compile(r"(?P<column>.+) stands in another row"), N_("{column} stands in another row")),
    (re.compile(r"(?P<column>.+?) is (?P<value>.+)"), N_("{column} is {value}")),
)
"""Why a row was set aside, where that names what only the case knows."""


def head(column: str) -> str:
    """Return a column's heading in the language of the run."""
    return _(HEADS[column][0]) if column in HEADS else label(column)


def label(name: str) -> str:
    """Return what a reader calls a table, field or signal, where it stands alone."""
    said = spoken(name)
    return said[:1].upper() + said[1:]


def spoken(name: str) -> str:
    """Return what a reader calls a table, field or signal, within a sentence; other names are written without underscores."""
    return _(NAMES[name]) if name in NAMES else name.replace("_", " ")


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
    return spoken(str(value))


def _day(value: object) -> str:
    """Write a day that is there."""
    return day(pd.Timestamp(str(value)).date()) if value else ""


def _word(value: object) -> str:
    return _(_SHORT.get(str(value), str(value))) if value else ""


def _reason(value: object) -> str:
    """Say why a row was set aside, the parts that the case names within it."""
    text = str(value) if value else ""
    if (said := _(text)) != text:
        return said
    for pattern, message in _REASONS:
        if found := pattern.fullmatch(text):
            return _(message).format(**{k: _reason(v) for k, v in found.groupdict().items()})
    return text


def _month(value: object) -> str:
    """Write the month of a day: January 2017, 1/2017."""
    pattern = "MMMM y" if language() == "en" else "M/y"
    return format_date(pd.Timestamp(str(value)).date(), format=pattern, locale=LOCALES[language()])


def _covered(value: object) -> str:
    return value if isinstance(value, str) else _("whole") if value else _("in part")


def _yes(value: object) -> str:
    return _("yes") if value else _("no")


def _few(value: object) -> str:
    return _("fewer than 30, not ranked") if value else ""


WRITTEN: Mapping[str, Callable[[object], str]] = {
    "name": _name, "word": _word, "reason": _reason, "yes": _yes, "date": _day, "month": _month, "covered": _covered, "few": _few,
}  # fmt: skip
"""Units whose values are no numbers, and how they are written."""
