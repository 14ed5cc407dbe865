"""Tables as charts and readers need them: the findings of this stage laid side by side, in words."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.facts import Fact
from idic_lib.identify.shallow import worth
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_, _

CHECKED = ("full_name", "phone", "email", "birth_date", "address")
"""Fields of which a sample is drawn for somebody to check by hand."""
_FLAGS = {
    "accents_lost": N_("written without accents"), "title": N_("with a title"), "swapped": N_("given name first"), "blanks": N_("blanks too many"),
    "upper": N_("in capitals"), "company": N_("a company"), "trial": N_("a trial, or the shop's own"), "mojibake": N_("letters garbled by a wrong encoding, repaired"),
    "old_form": N_("eleven digits, from before September 2018"), "country_code": N_("with the country code"), "no_zero": N_("without the leading zero"),
    "two_numbers": N_("two numbers in one cell"), "scientific": N_("as 9.1E+08: digits are lost"), "invalid": N_("cannot be right"),
    "placeholder": N_("stands for nothing"), "domain_typo": N_("domain mistyped, repaired"), "unreadable": N_("cannot be read"),
    "impossible": N_("cannot be a birthday"), "old": N_("a province of before 1 July 2025"), "unknown": N_("a province that there is not"),
    "ceased": N_("a district, which ceased on 1 July 2025"), "case": N_("in another case"),
}  # fmt: skip
_FIELDS = {
    "name": "full_name", "birth": "birth_date", "id": "customer_id",
}  # fmt: skip


def flag_words(counts: pd.DataFrame) -> pd.DataFrame:
    """Write what stands out in the records for a reader: `field, finding, rows`, the most frequent first."""
    words = counts.assign(
        field=counts["field"].replace(_FIELDS), finding=[_(_FLAGS[str(f)]) for f in counts["flag"]], rows=counts["records"]
    )
    return words.sort_values(["rows", "field", "finding"], ascending=[False, True, True])[["field", "finding", "rows"]].reset_index(
        drop=True
    )


def doubts(review: pd.DataFrame) -> pd.DataFrame:
    """Count the pairs of the review file by what is doubtful: `doubt, pairs`; it names nobody."""
    counts = review.groupby("doubt", as_index=False).size().rename(columns={"size": "pairs"})
    return counts.sort_values(["pairs", "doubt"], ascending=[False, True], ignore_index=True)


def ends_of(fact: Fact | None) -> tuple[float, float, float] | None:
    """Return value and interval of a fact; None for one that was refused or never stated."""
    if fact is None or fact.lo is None or fact.hi is None or not isinstance(fact.value, (int, float)):
        return None
    return float(fact.value), fact.lo, fact.hi


def estimate_of(ends: tuple[float, float, float], n: int) -> Estimate:
    """Return a value with its interval as an estimate that rests on `n` rows."""
    return Estimate(*ends, n)


def filled_shares(where: pd.DataFrame) -> dict[str, float]:
    """Return the share of records in which each field is filled, over all exports that ask for it."""
    sums = where.groupby("field")[["filled", "records"]].sum()
    return {str(f): float(s) for f, s in (sums["filled"] / sums["records"]).items()}


def scores_picture(by_field: pd.DataFrame, agreed: pd.DataFrame) -> pd.DataFrame:
    """Lay completeness and agreement side by side: `field, share, lo, hi, agree, agree_lo, agree_hi`."""
    agree = agreed[["field", "share", "lo", "hi"]].rename(columns={"share": "agree", "lo": "agree_lo", "hi": "agree_hi"})
    return by_field[["field", "share", "lo", "hi"]].merge(agree, on="field", how="left")


def with_identifiers(depth: pd.DataFrame, identifiers: pd.DataFrame | None) -> pd.DataFrame:
    """Put the signal of identifiers to the others."""
    return depth if identifiers is None else pd.concat([depth, identifiers], ignore_index=True)


def worths(engine: Engine, *, as_of: date) -> dict[str, Estimate | None]:
    """Return what each signal that can be priced is worth, where some customers have it and others do not."""
    return {key: worth(engine, key, as_of=as_of) for key in ("usage", "engagement", "needs")}


def of_persons(engine: Engine, field: str) -> pd.DataFrame:
    """Return one row per customer, by person where records were linked, with a field as it was standardised or as it was supplied."""
    held, name = ("records", "record_id") if engine.has("records") and field in engine.columns("records") else ("contacts", "customer_id")
    person, link = ("r." + name, "")
    if engine.has("links"):
        person, link = f"coalesce(l.customer_id, {person})", f"left join links as l on l.record_id = r.{name}"
    text = f'select {person} as customer_id, max(r."{field}") as "{field}" from {held} as r {link} group by 1 order by 1'  # noqa: S608 - a field of the contract
    return engine.run(text)
