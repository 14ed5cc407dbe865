"""The gate: whether what follows may build on this data - pass, warn or block - with the reason of every check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_, _
from idic_lib.text.numbers import bounds, quantity

Word = Literal["pass", "warn", "block", "not asked"]
_WORSE: tuple[Word, ...] = ("not asked", "pass", "warn", "block")


class Stated(Protocol):
    """Where facts are looked up: a ledger, or a dictionary."""

    def get(self, id: str, /) -> Fact | None:  # noqa: A002 - as a fact's id
        """Return the fact of that id, or None."""


@dataclass(frozen=True)
class Check:
    """One question to the facts stated so far: a fact, what it asks of its value, and the sentence where that is not met.

    `block` and `warn` take value, lo and hi. A fact that was not stated is not asked; one that was refused is `unknown`.
    """

    key: str
    name: str
    fact: str
    asks: str
    warn: Callable[[float, float, float], bool]
    says: str
    block: Callable[[float, float, float], bool] = lambda _value, _lo, _hi: False
    unknown: Word = "not asked"
    refusal: str = ""


CHECKS: tuple[Check, ...] = (
    Check(
        "orders", N_("orders with a customer"), "identify.linkage.orders", N_("half; none at all blocks"),
        lambda value, _lo, _hi: value < 0.5,  # below half, what the workbook calls customers is the smaller part of the business
        N_("Fewer than half of the orders carry a known customer: every later number speaks of these only."),
        lambda value, _lo, _hi: value == 0,  # nothing after this can be computed for anybody
    ),
    Check(
        "sales", N_("sales with a customer"), "identify.linkage.money", N_("half"),
        lambda value, _lo, _hi: value < 0.5,
        N_("Fewer than half of the sales carry a known customer: value, tiers and effects speak of the smaller part of the business."),
    ),
    Check(
        "numbers", N_("one number, one person"), "identify.number_conflicts", N_("under 0.5%; 5% blocks"),
        lambda _value, lo, _hi: lo >= 0.005,  # as many as typing errors make
        N_("Some customer numbers stand for two persons: their histories are mixed. Part them at the source."),
        lambda _value, lo, _hi: lo >= 0.05,  # the top tier is a twentieth of the customers: as many mixed histories can fill it with nobody
        refusal=N_("No customer number stands in two rows that name a person, so this could not be tested."),
    ),
    Check(
        "links", N_("links are right"), "identify.link.precision", N_("95%, and known; under 80% blocks"),
        lambda _value, lo, _hi: lo < 0.95,
        N_("Of the pairs linked, fewer than 95% may be one person: raise the threshold, or answer the review file."),
        lambda _value, _lo, hi: hi < 0.8,  # one wrong pair in five joins more strangers than it finds persons
        "warn", N_("How many of the links are right is not known: answer the review file, and run again."),
    ),
    Check(
        "filled", N_("records are filled"), "identify.quality.completeness", N_("half"),
        lambda value, _lo, _hi: value < 0.5,
        N_("Fewer than half of the cells that a system asks for can be used: persons cannot be told apart reliably."),
    ),
    Check(
        "kept", N_("rows kept"), "identify.kept.share", N_("90%; under half blocks"),
        lambda value, _lo, _hi: value < 0.9,  # a tenth is as much as the top tier's share of customers
        N_("More than one row in ten was set aside for a defect: look at the reasons before reading further."),
        lambda value, _lo, _hi: value < 0.5,  # what is left is the exception, not the rule
    ),
    Check(
        "persons", N_("number of persons"), "identify.persons", N_("known within 10%"),
        lambda value, lo, hi: hi - lo > 0.2 * value,
        N_("The number of persons is known within more than 10% only: shares of customers are as uncertain."),
        unknown="warn", refusal=N_("How many persons there are is not known: a share of customers may be one of numbers."),
    ),
)  # fmt: skip
"""What is asked before anything is built on the data; why each threshold stands where it does is said beside it."""


def checks(facts: Stated, asked: tuple[Check, ...] = CHECKS) -> pd.DataFrame:
    """Answer every check from the facts stated so far: `test, value, lo, hi, asks, verdict, reason, key`, the worst first."""
    rows = [_answer(c, facts.get(c.fact)) for c in asked]
    table = pd.DataFrame(rows, columns=["test", "value", "lo", "hi", "asks", "verdict", "reason", "key"])
    return table.sort_values("verdict", key=lambda v: -v.map(_WORSE.index), kind="stable", ignore_index=True)


def _answer(check: Check, fact: Fact | None) -> dict[str, object]:
    said: dict[str, object] = {"test": _(check.name), "asks": _(check.asks), "key": check.key, "reason": "", "verdict": "not asked"}
    if fact is None or isinstance(fact.value, str):
        return said
    if fact.value is None:
        return said | {"verdict": check.unknown, "reason": _(check.refusal)}
    value = float(fact.value)
    lo, hi = (value if end is None else end for end in (fact.lo, fact.hi))
    found: Word = "block" if check.block(value, lo, hi) else "warn" if check.warn(value, lo, hi) else "pass"
    return said | {"value": value, "lo": lo, "hi": hi, "verdict": found, "reason": "" if found == "pass" else _(check.says)}


def gate_words(table: pd.DataFrame) -> pd.DataFrame:
    """Write the checks for a reader: `test, found, asks, verdict, reason`, the numbers with their interval."""
    found = [
        "" if pd.isna(r.value) else _found(r.value, r.lo, r.hi, "customers" if r.key == "persons" else "share") for r in table.itertuples()
    ]
    words = table.assign(found=found, verdict=[_(_WORDS[str(v)]) for v in table["verdict"]])
    return words[["test", "found", "asks", "verdict", "reason"]]


def _found(value: float, lo: float, hi: float, unit: str) -> str:
    return quantity(value, unit) if lo == hi else f"{quantity(value, unit)} ({bounds(lo, hi, unit)})"


_WORDS = {"pass": N_("pass"), "warn": N_("warn"), "block": N_("block"), "not asked": N_("not asked")}
_PASS = N_("The data passes every check that could be asked of it.")
_WARN = N_("The data may be used, with care: a check warns. The table of checks says which, and why.")
_BLOCK = N_("Do not build on this data yet: a check blocks. The table of checks says which, and why.")
_EMPTY = N_("No check could be asked of this data: nothing that a check asks for was stated.")


def gate_fact(table: pd.DataFrame) -> Fact:
    """State the verdict, that of the worst check: pass, warn or block."""
    asked = table.loc[table["verdict"] != "not asked", "verdict"]
    if asked.empty:
        return refused("identify.gate", unit="number", reason=_EMPTY)
    worst = max(asked, key=_WORSE.index)
    method = N_("name of the worst verdict among the checks")
    return counted(
        "identify.gate", worst, unit="number", method=method, says={"pass": _PASS, "warn": _WARN, "block": _BLOCK}[worst], n=len(asked)
    )


def gate_facts(table: pd.DataFrame) -> list[Fact]:
    """State the verdict, and the reason of every check that warns or blocks (`identify.gate.<key>`)."""
    by_key = {c.key: c for c in CHECKS}
    method = N_("name of what the check says")
    reasons = [
        counted(f"identify.gate.{r.key}", str(r.verdict), unit="number", method=method, says=by_key[str(r.key)].refusal if pd.isna(r.value) else by_key[str(r.key)].says)
        for r in table[table["verdict"].isin({"warn", "block"})].itertuples()
    ]  # fmt: skip
    return [gate_fact(table), *reasons]


_CONFLICTS = N_("Of the customer numbers that stand in several rows, {value} name different persons ({lo} to {hi}).")
_ONCE = N_("Every customer number stands in one row that names a person, or in none, so whether it stands for one person could not be tested. The records of a second system would show it.")  # fmt: skip
_NO_NUMBER = N_("No export names a person, so whether one number stands for one person cannot be seen. A list of customers would show it.")
_NO_ROWS = N_(
    "No row of sales names a customer, so how many have a defect cannot be said. Orders with the number of the customer would show it."
)
_KEPT = N_("{value} of the rows of sales have no defect; those that only lack a customer are not counted ({lo} to {hi}).")


def number_facts(records: Relation | None) -> list[Fact]:
    """State which share of the customer numbers in several rows stands for different persons, Wilson; refused where there are none."""
    found = None if records is None else records.engine.query("id_conflicts").iloc[0]
    if found is None or not int(found["numbers"]):
        return [refused("identify.number_conflicts", unit="share", reason=_NO_NUMBER)]
    if not int(found["repeated"]):
        return [refused("identify.number_conflicts", unit="share", reason=_ONCE)]
    share = wilson(int(found["conflicts"]), int(found["repeated"]))
    return [
        Fact(id="identify.number_conflicts", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=share.n, grade="C", table="contacts", says=_CONFLICTS,
             method=N_("numbers whose rows differ in family and given name and agree in no phone, e-mail or birth, of numbers with several rows that name a person; Wilson")),
    ]  # fmt: skip


def kept_fact(rows: pd.DataFrame, table: str) -> Fact:
    """State which share of the rows of sales has no defect, Wilson; `rows` as `reconciliation` gives them.

    Rows without a customer, and those that the case leaves out ("status is cancelled"), are no defects and not counted.
    """
    own = rows[
        (rows["table"] == table) & ~rows["reason"].str.endswith("no customer_id") & ~rows["reason"].str.contains(" is ", regex=False)
    ]
    if not own["rows"].sum():
        return refused("identify.kept.share", unit="share", reason=_NO_ROWS)
    share = wilson(int(own.loc[own["reason"] == "", "rows"].sum()), int(own["rows"].sum()))
    return Fact(id="identify.kept.share", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=share.n, grade="C", table=table, says=_KEPT,
                method=N_("rows of sales kept, of those that name a customer and are meant to count; Wilson"))  # fmt: skip
