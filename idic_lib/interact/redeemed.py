"""Who answers to offers: rates with intervals, which describe those who answered and say nothing about what an offer added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text import N_
from idic_lib.text.letters import slug

FEWEST_CASES = 30
"""Rates from fewer cases are shown grey and not ranked."""

_REACHED = N_("{value} customers were sent at least one campaign that began in the period.")
_NEVER = N_("{value} customers were sent campaigns that began in the period and redeemed no offer of them.")
_RATE = N_("Of the {n} times a campaign of this kind ({detail}) was sent to a customer, {value} ({lo} to {hi}) ended in an offer redeemed.")
_FEW = N_("Fewer than 30 customers were sent a campaign of this kind ({detail}), so no rate is given. Pool it with others.")


def redemption_counts(redemptions: Relation, *, since: date, as_of: date) -> pd.DataFrame:
    """Return customer_id, campaign_type ('' where untyped), sent, redeemed: campaigns that began in [since, as_of), not coupons.

    Reads touches, campaigns and redemptions of the same engine.
    """
    return redemptions.engine.query("redemption_counts", since=since, as_of=as_of)


def redemption_by_group(counts: pd.DataFrame, groups: pd.DataFrame | None = None, *, seed: int) -> pd.DataFrame:
    """Return one row per group: group, customers, sent, redeemed, share, lo, hi (95 %), few.

    `counts` is from `redemption_counts`; `groups` says customer_id and group (a tier, a fifth), one row per customer, and without it
    the group is the type of campaign. Customers without a group are left out. A customer is sent several campaigns and their
    answers go together, so whole customers are drawn again; where nobody or everybody redeemed, the interval is Wilson's over
    customers. `few` marks groups of fewer than 30 mailings: show them, do not rank them.
    """
    if groups is None:
        named = counts.rename(columns={"campaign_type": "group"})
    else:
        named = counts.merge(groups[["customer_id", "group"]], on="customer_id", how="inner", validate="many_to_one")
    columns = ["group", "customers", "sent", "redeemed", "share", "lo", "hi", "few"]
    return pd.DataFrame([_group_row(g, rows, seed) for g, rows in named.groupby("group", sort=True)], columns=columns)


def tier_groups(tiers: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return customer_id and group, the value tier, whose order is that of `names`."""
    return pd.DataFrame({"customer_id": tiers["customer_id"], "group": pd.Categorical(tiers["tier"], categories=list(names))})


def redemption_facts(counts: pd.DataFrame, *, seed: int) -> list[Fact]:
    """State interact.reached and interact.never_redeemed (customers), and interact.redeemed.<type> (share) for every type."""
    redeemed = counts.groupby("customer_id")["redeemed"].sum()
    totals = [
        counted("interact.reached", len(redeemed), unit="customers", method=N_("count of customers sent a campaign"), says=_REACHED),
        counted("interact.never_redeemed", int((redeemed == 0).sum()), unit="customers",
                method=N_("count of customers sent campaigns who redeemed none"), says=_NEVER, n=len(redeemed)),
    ]  # fmt: skip
    return totals + [_fact(row) for row in redemption_by_group(counts, seed=seed).to_dict("records")]


def _group_row(group: object, rows: pd.DataFrame, seed: int) -> dict[str, object]:
    per_customer = rows.groupby("customer_id", sort=True)[["sent", "redeemed"]].sum()
    sent, redeemed = (per_customer[c].to_numpy(dtype=np.float64) for c in ("sent", "redeemed"))
    found = _rate(sent, redeemed, seed)
    counts = {"group": group, "customers": len(sent), "sent": int(sent.sum()), "redeemed": int(redeemed.sum())}
    return counts | {"share": found.value, "lo": found.lo, "hi": found.hi, "few": bool(sent.sum() < FEWEST_CASES)}


def _rate(sent: bootstrap.Array, redeemed: bootstrap.Array, seed: int) -> Estimate:
    if 0 < redeemed.sum() < sent.sum():
        return bootstrap.ratio(redeemed, sent, seed=seed)
    return wilson(len(sent) if redeemed.any() else 0, len(sent))


def _fact(row: dict[str, object]) -> Fact:
    name = f"interact.redeemed.{slug(str(row['group']))}"
    if row["few"]:
        return refused(name, unit="share", reason=_FEW)
    return Fact(id=name, value=row["share"], lo=row["lo"], hi=row["hi"], unit="share", n=row["sent"], grade="C", says=_RATE,
                method=N_("customers who redeemed, of those sent each campaign; bootstrap by customer"))  # fmt: skip
