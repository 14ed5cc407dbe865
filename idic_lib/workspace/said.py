"""How facts, decisions and what is missing are said on a page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from idic_lib import tables
from idic_lib.facts import Decision, Fact
from idic_lib.text import _
from idic_lib.text.numbers import bounds, decimal, quantity

MOST_SAID = 8
"""More sentences than this are shown folded."""


def named(absent: Sequence[str], asked: tables.Section) -> Sequence[str]:
    """Name what a section lacks; a table that is there without names, phones or addresses is said to lack these."""
    return (
        [_("{table} with names, phones or e-mail addresses").format(table=t) if t == "contacts" else t for t in absent]
        if asked.named
        else absent
    )


def ranged(fact: Fact) -> str:
    """Say a fact with its interval, where its sentence leaves that out."""
    sentence = fact.sentence()
    if fact.lo is None or fact.hi is None or "{lo}" in fact.says:
        return sentence
    return f"{sentence.removesuffix('.')} ({bounds(fact.lo, fact.hi, fact.unit)})."


def listed(items: Sequence[str]) -> str:
    """List sentences, folded where they are many."""
    listed = f'<ul class="said">{"".join(f"<li>{i}</li>" for i in items)}</ul>'
    if len(items) <= MOST_SAID:
        return listed
    summary = _("{n} sentences that the ledger keeps").format(n=decimal(len(items)))
    return f'<details class="more"><summary>{summary}</summary>{listed}</details>'


def options(decision: Decision) -> pd.DataFrame:
    """Lay out a decision's options as words: what each brings, its range, and which one is chosen."""
    rows = [
        {
            _("Option"): _(o.name),
            _(decision.measure): "" if o.value is None else quantity(o.value, o.unit),
            _("95% interval"): "" if o.lo is None or o.hi is None else bounds(o.lo, o.hi, o.unit),
            _("Choice"): _("chosen") if o.name == decision.choice else "",
        }
        for o in decision.options
    ]
    return pd.DataFrame(rows)
