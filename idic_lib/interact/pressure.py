"""Who is written to, how often, and at the same time by how many campaigns."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted
from idic_lib.inference import bootstrap
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_
from idic_lib.text.letters import slug

FIFTHS = 5
_TWO_FIFTHS = 2

_CAMPAIGNS = N_("{value} campaigns began before the date of the data.")
_CONTACTS = {
    1: ("interact.contacts.top20", N_("A customer of the top fifth was sent {value} ({lo} to {hi}) campaigns.")),
    4: ("interact.contacts.fourth", N_("A customer of the fourth fifth was sent {value} ({lo} to {hi}) campaigns.")),
}
_UNCONTACTED = N_("{value} customers of the later top two fifths were sent no campaign in that time.")
_UNCONTACTED_SALES = N_("Customers of the later top two fifths who were sent no campaign spent {value}.")
_OVERLAP = N_("Of the {n} customers sent campaign {detail}, {value} ({lo} to {hi}) were sent another one that ran on the same days.")


def campaigns_received(orders: Relation, *, since: date, half: date, as_of: date) -> pd.DataFrame:
    """Return one row per customer: what they spent before and after `half`, their fifths, and the campaigns they were sent after it.

    Columns: customer_id, amount_before [since, half), amount_after [half, as_of) (minor units), campaigns (those that began after
    `half`), fifth_before, fifth_after (1 is the top). Fifths chosen before the campaigns say whom the sender favours; those chosen
    after, whom the sender missed. Customers who spent the same share a fifth. Held-out customers were sent nothing.
    """
    rows = orders.engine.query("campaigns_received", since=since, half=half, as_of=as_of)
    return rows.assign(fifth_before=_fifth(rows["amount_before"]), fifth_after=_fifth(rows["amount_after"]))


def contacts_by_fifth(received: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Return one row per fifth of earlier spend: fifth, customers, campaigns, per_customer, lo, hi (95 %, bootstrap by customer)."""
    return pd.DataFrame([_contacts(int(f), rows, seed) for f, rows in received.groupby("fifth_before", sort=True)])


def uncontacted(received: pd.DataFrame, *, fifths: int = _TWO_FIFTHS) -> pd.DataFrame:
    """Return the customers of the later top fifths who were sent nothing in that time (customer_id, amount_after), largest first."""
    missed = received.loc[(received["fifth_after"] <= fifths) & (received["campaigns"] == 0), ["customer_id", "amount_after"]]
    return missed.sort_values(["amount_after", "customer_id"], ascending=[False, True]).reset_index(drop=True)


def campaign_overlap(touches: Relation, *, as_of: date) -> pd.DataFrame:
    """Return one row per campaign that began: campaign_id, sent, other_campaigns (on its days), also_sent (customers), share, lo, hi."""
    rows = touches.engine.query("campaign_overlap", as_of=as_of)
    shares = [wilson(int(k), int(n)) for k, n in zip(rows["also_sent"], rows["sent"], strict=True)]
    return rows.assign(share=[s.value for s in shares], lo=[s.lo for s in shares], hi=[s.hi for s in shares])


def campaigns_at_once(touches: Relation, *, as_of: date) -> pd.DataFrame:
    """Return how many customers (customers) had at most so many campaigns running at once (at_once) on their most crowded day."""
    return touches.engine.query("campaigns_at_once", as_of=as_of)


def pressure_facts(campaigns: pd.DataFrame, received: pd.DataFrame, *, currency: str, minor: int, as_of: date, seed: int) -> list[Fact]:
    """State interact.campaigns, .contacts.top20, .contacts.fourth (per customer), .uncontacted.top40 (customers) and its sales.

    A fifth that ties have emptied is left out.
    """
    began = int((campaigns["starts_on"] < pd.Timestamp(as_of)).sum())
    method = N_("count of campaigns that began before the date of the data")
    first = counted("interact.campaigns", began, unit="campaigns", method=method, says=_CAMPAIGNS, table="campaigns")
    return [first, *_contact_facts(contacts_by_fifth(received, seed=seed)), *_missed_facts(uncontacted(received), currency, minor)]


def overlap_fact(overlap: pd.DataFrame, *, campaign: str | int) -> Fact:
    """State interact.overlap.<campaign> (share): those of its customers who were also sent another campaign on its days."""
    row = overlap.loc[overlap["campaign_id"].astype(str) == str(campaign)].iloc[0]
    return Fact(id=f"interact.overlap.{slug(str(campaign))}", value=float(row["share"]), lo=float(row["lo"]), hi=float(row["hi"]), unit="share",
                n=int(row["sent"]), grade="C", method=N_("share of the customers it was sent to; Wilson 95 % interval"), says=_OVERLAP)  # fmt: skip


def _fifth(amount: pd.Series) -> pd.Series:
    """Return 1 (top) to 5; equal amounts share the better fifth, so that no customer's id decides."""
    rank = amount.rank(method="min", ascending=False)
    return (1 + np.floor(FIFTHS * (rank - 1) / max(len(amount), 1))).astype("int64")


def _contacts(fifth: int, rows: pd.DataFrame, seed: int) -> dict[str, float | int]:
    found = bootstrap.mean(rows["campaigns"].to_numpy(dtype=np.float64), seed=seed)
    counts = {"fifth": fifth, "customers": len(rows), "campaigns": int(rows["campaigns"].sum())}
    return counts | {"per_customer": found.value, "lo": found.lo, "hi": found.hi}


def _contact_facts(contacts: pd.DataFrame) -> list[Fact]:
    method = N_("mean over the customers of a fifth by earlier spend; bootstrap 95 % interval")
    rows = [row for row in contacts.to_dict("records") if row["fifth"] in _CONTACTS]
    return [
        Fact(id=_CONTACTS[r["fifth"]][0], value=r["per_customer"], lo=r["lo"], hi=r["hi"], unit="per customer", n=r["customers"],
             grade="C", method=method, says=_CONTACTS[r["fifth"]][1]) for r in rows
    ]  # fmt: skip


def _missed_facts(missed: pd.DataFrame, currency: str, minor: int) -> list[Fact]:
    sales, n = int(missed["amount_after"].sum()) / minor, len(missed)
    return [
        counted(
            "interact.uncontacted.top40",
            n,
            unit="customers",
            method=N_("count of customers in the later top two fifths who were sent no campaign"),
            says=_UNCONTACTED,
        ),
        counted(
            "interact.uncontacted.top40_sales",
            sales,
            unit=currency,
            method=N_("sum of sales to customers in the later top two fifths who were sent no campaign"),
            says=_UNCONTACTED_SALES,
            n=n,
        ),
    ]
