"""From data that lies there to data that decides: which decisions this data can support today, and which after what fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from idic_lib.facts import Fact, counted
from idic_lib.identify.shallow import COLLECT, DEEP
from idic_lib.text import N_, _


@dataclass(frozen=True)
class Choice:
    """One decision: the signals that must be deep enough and the tables that must be there; `rare` None means in every setting."""

    decision: str
    signals: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    rare: bool | None = None


CHOICES: tuple[Choice, ...] = (
    Choice(N_("whom to serve first, by what they are worth"), ("history",), rare=False),
    Choice(N_("whom to win back, and whom to let go"), ("history",), rare=False),
    Choice(N_("what to offer whom"), ("lines",), ("products",), rare=False),
    Choice(N_("which lead to work on"), (), ("leads", "lead_stages"), rare=True),
    Choice(N_("which source of customers to pay for"), (), ("leads", "costs")),
    Choice(N_("who may be written to, and how"), ("identifiers",), ("consents",)),
    Choice(N_("which messages to go on with"), ("engagement",), ("campaigns",)),
    Choice(N_("whom to call before they buy or leave"), ("usage",)),
    Choice(N_("what to fix first"), ("needs", "satisfaction")),
    Choice(N_("which products and services to make one's own for whom"), ("needs", "lines"), rare=False),
    Choice(N_("whether an action pays"), (), ("costs",)),
)  # fmt: skip
"""The decisions of the four stages that rest on data, in the stages' order."""
_TABLE = {
    "products": N_("Supply a table of products."),
    "leads": N_("Supply leads with day and source."),
    "lead_stages": N_("Supply the stages that leads entered, with their days."),
    "costs": N_("Supply costs and margins."),
    "consents": N_("Supply consents with purpose and day."),
    "campaigns": N_("Supply campaigns with their days."),
}


def readiness(signals: pd.DataFrame, tables: Iterable[str], *, setting: str = "repeat") -> pd.DataFrame:
    """List the decisions that make sense in the setting: `decision, today, fix`; `fix` says what to collect, empty where nothing is missing.

    Args:
        signals: as `shallow.signals` and `shallow.identifiers_signal` give them (`key, state`).
        tables: names of the tables that the case supplies.
        setting: repeat, contract or rare.

    """
    deep = set(signals.loc[signals["state"] == DEEP, "key"])
    there = set(tables)
    asked = [c for c in CHOICES if c.rare is None or c.rare == (setting == "rare")]
    fixes = [[COLLECT[s] for s in c.signals if s not in deep] + [_TABLE[t] for t in c.tables if t not in there] for c in asked]
    rows = [(_(c.decision), not f, " ".join(_(one) for one in f)) for c, f in zip(asked, fixes, strict=True)]
    return pd.DataFrame(rows, columns=["decision", "today", "fix"]).sort_values("today", ascending=False, kind="stable", ignore_index=True)


_SAYS = N_("Of {n} decisions, the data can support {value} today; the table of decisions says what each of the others waits for.")


def readiness_facts(table: pd.DataFrame) -> list[Fact]:
    """State how many decisions the data supports today."""
    today = int(table["today"].sum())
    return [
        counted(
            "identify.readiness",
            today,
            unit="number",
            n=len(table),
            method=N_("count of decisions whose signals and tables are there"),
            says=_SAYS,
        )
    ]
