"""How much is known about the customers, field by field, and whether those known are typical."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.bootstrap import ratio
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_, _

_NO_SHARE = N_(
    "A share of sales needs sales: some customers' amounts sum to less than zero, or all are zero. Sales and returns in separate columns would answer it."
)
_LADDER_WEEKS = (52, 26, 13, 4)
"""Rules for 'active' that firms commonly use, in weeks since the last order."""


def customers(orders: Relation, *, as_of: date) -> pd.DataFrame:
    """Return one row per customer with an order: `customer_id, first_on, last_on, orders, amount, fifth`.

    `fifth` 1 holds the highest spend; customers who spent the same share a fifth.
    """
    return orders.engine.query("customer_fifths", as_of=as_of)


_OF_THE_RECORD = frozenset({"customer_id", "record_id", "system", "created_on"})
"""What a record says of itself, not of a customer."""


def traits(contacts: Relation) -> pd.DataFrame:
    """Return one row per customer with traits: of several records, the first known value of each field in alphabetical order."""
    fields = ", ".join(f'min("{c}") as "{c}"' for c in contacts.columns if c not in _OF_THE_RECORD)
    return contacts.engine.run(f"select customer_id{fields and ', ' + fields} from contacts group by customer_id order by customer_id")  # noqa: S608 - the contract's own names, quoted


def completeness(base: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Share of customers whose field is known, and the share of sales they bring.

    Args:
        base: customers with `customer_id, amount`.
        known: customers, each once, with one column per field, empty where not known.

    Returns:
        `field, known, customers, share, sales_share`, the best-known field first; the share of sales is
        empty where there are none.

    """
    there, amount = _filled(base, known), base["amount"].to_numpy(float)
    total = amount.sum()
    frame = pd.DataFrame({
        "field": there.columns.astype(str),
        "known": there.sum().to_numpy(int),
        "customers": len(base),
        "share": there.mean().to_numpy(float),
        "sales_share": amount @ there.to_numpy(float) / (total or float("nan")),
    })  # fmt: skip
    return frame.sort_values(["share", "field"], ascending=[False, True], ignore_index=True)


def _filled(base: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Whether each field is known, one row per customer of `base`."""
    return known.set_index("customer_id").reindex(base["customer_id"]).notna().reset_index(drop=True)


def completeness_by_fifth(base: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Share of customers whose field is known, per fifth of spend: `field`, then one column per fifth."""
    shares = _filled(base, known).groupby(base["fifth"].to_numpy()).mean().T
    shares.columns = [f"fifth {c}" for c in shares.columns]
    return shares.rename_axis("field").reset_index()


def completeness_facts(base: pd.DataFrame, known: pd.DataFrame, *, draws: int, seed: int) -> list[Fact]:
    """State coverage (share of customers with a contact record), linkage (their share of sales), and each field."""
    found = base.customer_id.isin(known.customer_id).to_numpy()
    cover = wilson(int(found.sum()), len(found))
    coverage = Fact(id="identify.demographics.coverage", value=cover.value, lo=cover.lo, hi=cover.hi, unit="share", n=cover.n, grade="C", table="contacts",
                    method=N_("customer numbers with a contact record, of all customer numbers with an order; Wilson"), says=N_("{value} of the customer numbers have a record ({lo} to {hi})."))  # fmt: skip
    linkage = _linkage(base.amount.to_numpy(float), found, draws=draws, seed=seed)
    return [coverage, linkage, *(_field_fact(str(r.field), int(r.known), len(found)) for r in completeness(base, known).itertuples())]


def _linkage(amount: NDArray[np.float64], found: NDArray[np.bool_], *, draws: int, seed: int) -> Fact:
    if (amount < 0).any() or not amount.any():
        return refused("identify.linkage.sales", unit="share", grade="C", reason=_NO_SHARE)
    link = ratio(amount * found, amount, seed=seed, draws=draws)
    return Fact(id="identify.linkage.sales", value=link.value, lo=link.lo, hi=link.hi, unit="share", n=link.n, grade="C", table="contacts",
                method=N_("share of sales of customer numbers with a contact record; bootstrap over customer numbers"),
                says=N_("The customer numbers with a record bring {value} of sales ({lo} to {hi}). Where this share differs from how many they are, they are not typical."))  # fmt: skip


def _field_fact(field: str, known: int, n: int) -> Fact:
    share = wilson(known, n)
    return Fact(id=f"identify.completeness.{field}", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=n, grade="C", table="contacts",
                method=N_("customer numbers with the field filled, of all with an order; Wilson"), says=N_("The field {detail} is known for {value} of the customer numbers ({lo} to {hi})."))  # fmt: skip


def buyer_facts(base: pd.DataFrame, *, currency: str, minor: int) -> list[Fact]:
    """State how many customers everything that follows is about, and what they bought: persons where records were linked, numbers elsewhere."""
    says = N_("{value} customers have an order that was kept; everything that follows is about them.")
    return [
        counted("identify.buyers", len(base), unit="customers", method=N_("count of customers with an order kept: persons as linked, or customer numbers"), says=says, table="customers"),
        counted("identify.buyers.sales", int(base["amount"].sum()) / minor, unit=currency, method=N_("sum of amounts of their orders"), says=N_("They bought for {value}."), table="customers"),
    ]  # fmt: skip


def count_ladder(numbers: int, base: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """From customer numbers to customers one can count on: `step, count`, each step within the one before.

    Args:
        numbers: distinct customer numbers in the raw export.
        base: customers with an order that was kept, with `last_on`.
        as_of: the day the weeks are counted back from.

    """
    last = base.last_on
    steps = {_("customer numbers in the export"): numbers, _("with an order that was kept"): len(base)}
    steps |= {
        _("with an order in the last {n} weeks").format(n=n): int((last >= pd.Timestamp(as_of - timedelta(weeks=n))).sum())
        for n in _LADDER_WEEKS
    }
    return pd.DataFrame({"step": list(steps), "count": list(steps.values())})
