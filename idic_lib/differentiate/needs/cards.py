"""Needs in plain words: one card a segment, every number of it from the ledger."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from idic_lib.differentiate.needs.profile import Profile, Profiles
from idic_lib.facts import Fact
from idic_lib.text import N_, _
from idic_lib.text.numbers import bounds, quantity

_WHO = N_("{value} of customers ({range})")
_MOST = N_("{kind}: {value} times as often as the average buyer ({range})")
_ALSO = N_("{first}; also more {kinds}")
_LEFT = N_("{share} of what all left over ({range}); {orders} orders each")
_SOLD = N_("{share} of sales ({range}); {orders} orders each")
INFERRED = N_("inferred from what they buy")
ASKED = N_("asked")


def needs_cards(facts: Iterable[Fact], profiles: Profiles) -> pd.DataFrame:
    """Write one card a segment: need (its leading kinds), who, buys, brings, known_by. The numbers are those of `facts`."""
    held = {f.id: f for f in facts}
    return pd.DataFrame([_card(held, p, by_contribution=profiles.by_contribution) for p in profiles.segments])


def stated_cards(stated: pd.DataFrame, facts: Iterable[Fact]) -> pd.DataFrame:
    """Write one card a need that customers state: need, who, known_by."""
    held = {f.id: f for f in facts}
    who = _("{value} of those who state a need ({range})")
    rows = [
        {"need": r.name, "who": _filled(who, held[f"differentiate.needs.{r.need}"]), "known_by": _(ASKED)}
        for r in stated.itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def _card(held: dict[str, Fact], p: Profile, *, by_contribution: bool) -> dict[str, str]:
    at = f"differentiate.needs.{p.slug}"
    first = _filled(_(_MOST), held[f"{at}.lift"], kind=p.lifts[0][0])
    more = [kind for kind, _lift, _share in p.lifts[1:]]
    share, orders = held[f"{at}.money_share"], held[f"{at}.orders"]
    return {
        "need": p.name,
        "who": _filled(_(_WHO), held[at]),
        "buys": _(_ALSO).format(first=first, kinds=", ".join(more)) if more else first,
        "brings": _filled(_(_LEFT if by_contribution else _SOLD), share, share=_value(share), orders=_value(orders)),
        "known_by": _(INFERRED),
    }


def _filled(message: str, fact: Fact, **more: str) -> str:
    return message.format(value=_value(fact), range=bounds(fact.lo or 0.0, fact.hi or 0.0, fact.unit), **more)


def _value(fact: Fact) -> str:
    return "" if fact.value is None else quantity(fact.value, fact.unit)
