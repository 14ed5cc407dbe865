"""What customers are expected to bring, and what their tiers brought, as facts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from idic_lib.differentiate.forecast.methods import METHOD_NAMES
from idic_lib.differentiate.forecast.value import CustomerValue
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_
from idic_lib.text.letters import slug

EMPTY = N_("No customer falls into this tier. Set other cut points in the case.")


def value_facts(value: CustomerValue | Refusal, *, currency: str) -> list[Fact]:
    """State the money and the purchases expected of all known customers over the horizon."""
    ids = {"differentiate.value.total": currency, "differentiate.value.purchases": "purchases", "differentiate.value.method": "rows"}
    if isinstance(value, Refusal):
        return [refused(id_, unit=unit, reason=value.reason) for id_, unit in ids.items()]
    method = N_("forecast by the method that the back-test chose, all customers; interval widened by past misfit")
    return [
        estimated("differentiate.value.total", value.money, unit=currency, method=method, says=N_("{n} known customers are expected to buy for {value}, {lo} to {hi}, over the horizon.")),
        estimated("differentiate.value.purchases", value.purchases, unit="purchases", method=method, says=N_("{n} known customers are expected to make {value} purchases, {lo} to {hi}, over the horizon.")),
        counted("differentiate.value.method", METHOD_NAMES[value.method], unit="rows", n=len(value.table), method=N_("name of the method with the smallest deviance, of those that may be chosen, at rolling origins before the workbook's date"), says=N_("The forecast of value is made by: {value}.")),
    ]  # fmt: skip


def tier_facts(table: pd.DataFrame, realised: pd.DataFrame | Refusal, *, currency: str) -> list[Fact]:
    """State, per tier, how many customers it has, its share of sales, and what the tier formed before the hold-out brought in it."""
    stated = [fact for row in table.to_dict("records") for fact in _tier_now(row, int(table["customers"].sum()))]
    return stated + _realised(list(table["tier"]), realised, currency)


def _tier_now(row: dict[str, float | str], n: int) -> list[Fact]:
    at = f"differentiate.tier.{slug(str(row['tier']))}"
    share = Estimate(float(row["sales_share"]), float(row["lo"]), float(row["hi"]), n)
    return [
        counted(
            f"{at}.customers",
            int(row["customers"]),
            unit="customers",
            n=n,
            method=N_("count of customers in the tier by expected value"),
            says=N_("Tier {detail} has {value} customers."),
        ),
        estimated(
            f"{at}.sales_share",
            share,
            unit="share",
            method=N_("sales so far of the tier's customers over all sales; bootstrap over customers"),
            says=N_("Tier {detail} made {value} of sales so far."),
        ),
    ]


def _realised(names: Sequence[str], realised: pd.DataFrame | Refusal, currency: str) -> list[Fact]:
    ids = [f"differentiate.tier.{slug(name)}.realised" for name in names]
    if isinstance(realised, Refusal):
        return [refused(id_, unit=currency, reason=realised.reason) for id_ in ids]
    return [_realised_tier(id_, row, currency) for id_, row in zip(ids, realised.to_dict("records"), strict=True)]


def _realised_tier(id_: str, row: dict[str, float], currency: str) -> Fact:
    if not np.isfinite(row["realised"]):
        return refused(id_, unit=currency, reason=EMPTY)
    of = Estimate(row["realised"], row["lo"], row["hi"], int(row["customers"]))
    says = N_("A customer whom the forecast had put in tier {detail} bought for {value} in the hold-out, on average.")
    method = N_("mean hold-out sales per customer of the tier formed at the end of the calibration; bootstrap over customers")
    return estimated(id_, of, unit=currency, method=method, says=says)
