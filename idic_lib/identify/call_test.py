"""The call test: of what somebody who answers a call needs to see, how much one look-up shows, before records are linked and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from idic_lib.engine import Engine, Relation
from idic_lib.errors import InputError
from idic_lib.facts import Fact, refused
from idic_lib.identify.quality import FIELDS
from idic_lib.identify.shares import clustered, error, normal, with_share
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

LAST_ORDER = "last_order"
"""What is looked up beside the fields: an order made before the call."""
_DAYS = 365


def calls(engine: Engine, *, as_of: date) -> str:
    """Name `record_calls` (record_id, called_on) and `record_orders` (record_id, ordered_on), and say what they are: "tickets", a replay of past calls, or without any "orders".

    Without tickets everybody with an order in the last year calls once, under the number of the latest order, on the day before `as_of`.
    """
    _name_orders(engine)
    tickets = "tickets" if engine.has("tickets") else ""
    since, day = as_of - timedelta(days=_DAYS), as_of - timedelta(days=1)
    latest = f"""
        select arg_max(o.record_id, o.ordered_on) as record_id, date '{day}' as called_on
        from record_orders as o left join links as l on l.record_id = o.record_id
        where o.ordered_on >= date '{since}' and o.ordered_on < date '{as_of}' group by coalesce(l.customer_id, o.record_id)"""  # noqa: S608 - days
    engine.name("record_calls", "select customer_id as record_id, opened_on as called_on from tickets" if tickets else latest)
    return tickets or "orders"


def _name_orders(engine: Engine) -> None:
    """Name what was bought when, by number; nothing where no orders were supplied."""
    nothing = "select cast(null as varchar) as record_id, cast(null as date) as ordered_on where false"
    engine.name("record_orders", "select customer_id as record_id, ordered_on from orders" if engine.has("orders") else nothing)


def look_ups(made: Relation, items: Sequence[str], *, as_of: date) -> pd.DataFrame:
    """Sum what is shown, over all calls of a person: `calls, before, after, persons`, where `persons` persons have these sums.

    `before` counts items in the record that called, `after` in all records linked to it. Needs `calls` and `quality.cells`.
    """
    unknown = [i for i in items if i not in {*FIELDS, LAST_ORDER}]
    if unknown:
        raise InputError(f"identify.look_up: {unknown[0]!r} cannot be looked up. It knows {', '.join((*FIELDS, LAST_ORDER))}.")
    shown = made.engine.query("call_test", items=f"|{'|'.join(items)}|", as_of=as_of)
    return shown.assign(asked=shown["calls"] * len(set(items)))


def item_table(made: Relation, items: Sequence[str], *, as_of: date) -> pd.DataFrame:
    """The same item by item: `field, calls, before, after, before_share, share, lo, hi` (share of calls that show it once linked; Wilson). Empty without calls."""
    found = made.engine.query("call_items", as_of=as_of)
    kept = found[found["field"].isin(items) & (found["calls"] > 0)].reset_index(drop=True)
    return with_share(kept, "after", "calls").assign(before_share=kept["before"] / kept["calls"])


def gain(shown: pd.DataFrame) -> tuple[Estimate, Estimate, Estimate]:
    """Return the share shown before, after, and the difference, each clustered by person."""
    before, after = (clustered(shown[c], shown["asked"], shown["persons"]) for c in ("before", "after"))
    more = normal(*error(shown["after"] - shown["before"], shown["asked"], shown["persons"]), before.n)
    return before, after, more


_SAYS = {
    "call_test": N_("One look-up shows {value} of what somebody who answers a call needs, once records are linked ({lo} to {hi})."),
    "call_test.before": N_("In the record that called it is {value} ({lo} to {hi})."),
    "call_test.gain": N_("Linking adds {value} ({lo} to {hi})."),
}
_REPLAY = N_("items shown, of items asked, over past tickets; interval clustered by person")
_STAND_IN = N_("items shown, of items asked, over everybody with an order in the last year; interval clustered by person")
_NOBODY = N_(
    "There are no calls to replay: neither tickets nor orders of the last year carry a number. Tickets with the number of the caller would answer it."
)
_NO_CELLS = N_("No export names a person, so nothing could be looked up. A list of customers with name, phone and address would answer it.")


def call_facts(shown: pd.DataFrame | None, source: str = "tickets") -> list[Fact]:
    """State how much of what is needed one look-up shows; refused without calls, or (None) where no export names a person."""
    if shown is None or not shown["asked"].sum():
        return [refused("identify.call_test", unit="share", reason=_NO_CELLS if shown is None else _NOBODY)]
    before, after, more = gain(shown)
    method = _REPLAY if source == "tickets" else _STAND_IN
    return [
        Fact(
            id=f"identify.{name}", value=e.value, lo=e.lo, hi=e.hi, unit="points" if name.endswith("gain") else "share", n=int(shown["calls"] @ shown["persons"]),
            grade="C", table=source, method=method, says=_SAYS[name],
        )
        for name, e in zip(_SAYS, (after, before, more), strict=True)
    ]  # fmt: skip
