"""The `effects` table: one row per campaign, as the workspace keeps it."""

from __future__ import annotations

import pandas as pd

from idic_lib.interact.effects import Reading, difference
from idic_lib.interact.verdicts import Effect

_NUMBERS = ("value", "lo", "hi", "check_value", "check_lo", "check_hi", "net_value", "net_lo", "net_hi", "money", "money_lo", "money_hi",
            "effective", "imbalance", "beyond")  # fmt: skip


def effects_table(readings: list[Reading]) -> pd.DataFrame:
    """Return one row per campaign in the order of `readings`.

    campaign_id, campaign_type, starts_on, ends_on, sent, reached, comparison, sales (minor units) · value, lo, hi (shares of the
    reached's sales), the same for check_ and net_ · money, money_lo, money_hi (minor units) · effective, imbalance, beyond (the
    gate) · verdict, reason. Where the verdict is *not identifiable* the three estimates are empty: they may not be quoted.
    """
    rows = [_row(r) for r in readings]
    table = pd.DataFrame(rows, columns=list(_row_columns()))
    table = table.astype(dict.fromkeys(_NUMBERS, float) | dict.fromkeys(("sent", "reached", "comparison"), "int64") | {"sales": "Int64"})
    dates = {day: pd.to_datetime(table[day]) for day in ("starts_on", "ends_on")}
    return table.assign(**dates)


def _row_columns() -> tuple[str, ...]:
    return (
        "campaign_id",
        "campaign_type",
        "starts_on",
        "ends_on",
        "sent",
        "reached",
        "comparison",
        "sales",
        *_NUMBERS,
        "verdict",
        "reason",
    )


def _row(reading: Reading) -> dict[str, object]:
    effect = reading.effect
    quotable = effect if effect.reason is None else None
    check = reading.check if quotable else None
    row: dict[str, object] = {k: getattr(effect, k) for k in ("campaign_type", "starts_on", "sent", "reached", "comparison", "sales")}
    row |= {"campaign_id": effect.campaign, "ends_on": pd.Timestamp(effect.until) - pd.Timedelta(days=1)}
    for name, found in (("", quotable), ("check_", check), ("net_", difference(effect, check))):
        row |= {f"{name}{k}": getattr(found, k, None) for k in ("value", "lo", "hi")}
    row |= {k: getattr(effect, k) for k in ("money", "money_lo", "money_hi")} | _gate(effect)
    return row | {"verdict": str(effect.verdict), "reason": effect.reason}


def _gate(effect: Effect) -> dict[str, object]:
    return {k: getattr(effect.gate, k, None) for k in ("effective", "imbalance", "beyond")}
