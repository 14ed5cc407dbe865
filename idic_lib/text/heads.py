"""Column names as a reader reads them, and the unit each column's numbers are written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import pandas as pd
from babel.dates import format_date

from idic_lib.text import LOCALES, N_, _, language
from idic_lib.text.columns import HEADS
from idic_lib.text.numbers import day

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
    "satisfaction": N_("satisfaction"), "needs": N_("needs"),
    "in_use": N_("the client's own groups"), "value": N_("what they bought so far"), "behaviour": N_("what is in the basket"), "need": N_("need"),
    "geography": N_("where they live"), "demography": N_("age, gender, household"), "firm": N_("size of the firm"), "shuffled": N_("shuffled, as a check"),
    "delivery": N_("delivery"), "returns": N_("returns"), "goods": N_("goods"), "discount": N_("discount"), "points": N_("loyalty points"), "service": N_("service"),
    "coupons": N_("coupons"), "acquisition": N_("acquisition"), "together": N_("several together"), "order_costs": N_("costs of orders"), "handovers": N_("handovers"),
    "mvc": N_("most valuable"), "mgc": N_("most growable"), "migrator": N_("migrators"), "below_zero": N_("below zero"), "maintain": N_("to maintain"),
    "household_comp": N_("household members"), "kids_count": N_("number of children"),
    "active": N_("active"), "slipping": N_("slipping"), "lapsed": N_("lapsed"), "satisfied": N_("satisfied"), "dissatisfied": N_("dissatisfied"),
    "happy": N_("happy"), "unhappy": N_("unhappy"), "loyal": N_("loyal"), "temporary": N_("temporary"), "platinum": N_("platinum"), "gold": N_("gold"),
    "iron": N_("iron"), "lead": N_("lead"), "true_friends": N_("true friends"), "butterflies": N_("butterflies"), "barnacles": N_("barnacles"),
    "strangers": N_("strangers"), "high_value": N_("high value"), "cost_magnet": N_("cost magnet"), "door_opener": N_("door opener"), "other": N_("other"),
    "won_back": N_("won back"), "vvip": "VVIP", "vip": "VIP", "at_risk": N_("at risk"), "source_not_recorded": N_("source not recorded"), "other_sources": N_("other sources"),
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
