"""The readings that a slide would show, beside the controlled one: they assume what they should prove, so they get no interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.engine import Relation
from idic_lib.errors import InputError
from idic_lib.inference.intervals import Estimate
from idic_lib.interact.effects import difference
from idic_lib.interact.panel import Panel, campaign_row, campaign_span, cohort, reach
from idic_lib.interact.verdicts import Effect
from idic_lib.text import N_

Flags = NDArray[np.bool_]

READINGS = {
    "against_rest": (N_("Reached, against everybody else"), N_("that the two groups were alike")),
    "redeemers_before_after": (N_("Redeemers, before and after"), N_("that only the campaign changed, for those who reacted")),
    "before_after": (N_("Reached, before and after"), N_("that only the campaign changed")),
    "raw_did": (N_("Before and after, less the others' before and after"), N_("that both groups would have moved alike")),
    "effect": (N_("Against comparable customers"), N_("that four past windows describe who was chosen")),
    "check": (N_("The same, some weeks earlier"), N_("nothing: it should be zero")),
    "net": (N_("Difference of the last two"), N_("that the earlier gap would have lasted")),
}
"""Label and assumption of each reading, in the order in which they are shown."""


def naive_readings(
    panel: Panel, campaigns: pd.DataFrame, touches: Relation, redemptions: Relation | None, *, campaign: str | int
) -> pd.DataFrame:
    """Return the four uncontrolled readings of a campaign (reading, value): changes as shares, nan where nobody is left to count.

    'Before' is the window of equal length directly before the start. The customers are those of the controlled estimate; the
    difference in differences is given as a share of what the reached spent. Redeemers appear here only, to be distrusted. A
    campaign that has not ended at `as_of` is an error: half a window after would be set against a whole one before.
    """
    span = campaign_span(campaign_row(campaigns, campaign))
    if span.until > panel.as_of:
        raise InputError(f"campaign {campaign!r} ends on or after {panel.as_of}; read it when it has ended.")
    who = cohort(panel, span, reach(touches, str(campaign), as_of=panel.as_of))
    before, during = who.windows["amount_before"].to_numpy(dtype=np.float64), who.during
    redeemed = _redeemed(redemptions, who.windows["customer_id"], str(campaign), panel) & who.treated
    values = (
        _ratio(_mean(during, who.treated), _mean(during, ~who.treated)),
        _ratio(_mean(during, redeemed), _mean(before, redeemed)),
        _ratio(_mean(during, who.treated), _mean(before, who.treated)),
        _did(before, during, who.treated),
    )
    return pd.DataFrame({"reading": list(READINGS)[: len(values)], "value": values})


def readings_table(naive: pd.DataFrame, effect: Effect, check: Effect | None) -> pd.DataFrame:
    """Return every reading of a campaign: reading, label, value, lo, hi, assumes; the naive ones carry no interval.

    `label` and `assumes` are messages of the catalogue, in English; pass them to `text._` to show them.
    """
    net = difference(effect, check)
    rows: list[dict[str, object]] = [{"reading": r, "value": v} for r, v in zip(naive["reading"], naive["value"], strict=True)]
    found: tuple[tuple[str, Effect | Estimate | None], ...] = (("effect", effect), ("check", check), ("net", net))
    rows += [{"reading": k, "value": e.value, "lo": e.lo, "hi": e.hi} for k, e in found if e is not None and e.value is not None]
    table = pd.DataFrame(rows, columns=["reading", "value", "lo", "hi"]).astype({"value": float, "lo": float, "hi": float})
    labels, assumptions = ([READINGS[r][part] for r in table["reading"]] for part in (0, 1))
    return table.assign(label=labels, assumes=assumptions)[["reading", "label", "value", "lo", "hi", "assumes"]]


def _redeemed(redemptions: Relation | None, customers: pd.Series, campaign: str, panel: Panel) -> Flags:
    if redemptions is None:
        return np.zeros(len(customers), dtype=np.bool_)
    ids = redemptions.engine.query("redeemers", campaign=campaign, as_of=panel.as_of)["customer_id"]
    flags: Flags = customers.isin(ids).to_numpy()
    return flags


def _mean(amounts: NDArray[np.float64], group: Flags) -> float:
    return float(amounts[group].mean()) if group.any() else float("nan")


def _ratio(after: float, before: float) -> float:
    return after / before - 1 if before > 0 else float("nan")


def _did(before: NDArray[np.float64], during: NDArray[np.float64], treated: Flags) -> float:
    gained = during - before
    base = _mean(during, treated)
    return (_mean(gained, treated) - _mean(gained, ~treated)) / base if base > 0 else float("nan")
