"""Needs as customers state them, where they were asked: a trait of contacts in their own words."""

from __future__ import annotations

import pandas as pd

from idic_lib.differentiate.needs.segments import UNKNOWN
from idic_lib.facts import Fact, refused
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_
from idic_lib.text.letters import slug

NOT_ASKED = N_(
    "Nobody's contact says what the customer needs. Ask for it at the first contact, and name the field in differentiate.needs_trait."
)


def stated_needs(traits: pd.DataFrame, *, trait: str) -> pd.DataFrame:
    """Count the needs that customers state: one row per need, the commonest first.

    `traits`: one row per customer. Columns: need (slug), name (the commonest spelling), customers, share of those who
    state one, with lo and hi (Wilson). Empty where nobody was asked.
    """
    said = _said(traits, trait)
    named = said.groupby(said.map(slug))
    table = pd.DataFrame({"name": named.agg(lambda s: s.mode().iloc[0]), "customers": named.size()}).rename_axis("need").reset_index()
    shares = [wilson(int(c), len(said)) for c in table["customers"]]
    table = table.assign(share=[s.value for s in shares], lo=[s.lo for s in shares], hi=[s.hi for s in shares])
    return table.sort_values(["customers", "need"], ascending=[False, True], ignore_index=True)


def stated_table(traits: pd.DataFrame, *, trait: str) -> pd.DataFrame:
    """Return customer_id, need (slug, or "unknown" where nothing was stated) and probability (1: asked, not inferred)."""
    need = traits["customer_id"].map(_said(traits.set_index("customer_id"), trait).map(slug)).fillna(UNKNOWN)
    return pd.DataFrame({"customer_id": traits["customer_id"], "need": need.astype("str"), "probability": (need != UNKNOWN).astype(float)})


def stated_facts(stated: pd.DataFrame) -> list[Fact]:
    """State the share of every need among those who state one: asked, not inferred."""
    if stated.empty:
        return [refused("differentiate.needs.stated", unit="share", reason=NOT_ASKED)]
    n = int(stated["customers"].sum())
    method = N_("customers who state the need, of all who state one; Wilson's interval")
    says = N_("Asked what they need, {value} of {n} customers say: {detail} ({lo} to {hi}).")
    return [
        Fact(
            id=f"differentiate.needs.{r.need}",
            value=r.share,
            lo=r.lo,
            hi=r.hi,
            unit="share",
            n=n,
            method=method,
            says=says,
            grade="D",
            table="contacts",
            name=r.name,
        )
        for r in stated.itertuples()
    ]


def _said(traits: pd.DataFrame, trait: str) -> pd.Series:
    """Return what was said, where something was."""
    if trait not in traits.columns:
        return pd.Series(dtype="str")
    said = traits[trait].dropna().astype("str").str.strip()
    return said[said != ""]
