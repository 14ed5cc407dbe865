"""Results laid out as the charts of this stage read them; nothing is computed here."""

from __future__ import annotations

import pandas as pd

from idic_lib.inference.intervals import wilson
from idic_lib.measure.quarters import comparable
from idic_lib.text import _


def quarters_words(quarters: pd.DataFrame) -> pd.DataFrame:
    """Pick the columns that a reader compares: `quarter, customers, orders, amount, order_value, per_customer, complete`."""
    shown = quarters[["quarter", "customers", "orders", "amount", "order_value", "per_customer", "complete"]]
    return shown.assign(complete=[_("whole") if c else _("in part") for c in shown["complete"]])


def sales_picture(quarters: pd.DataFrame, *, minor: int) -> pd.DataFrame:
    """Lay out the sales of complete quarters: `quarter, value, lo, hi` (major units, counted, so no interval)."""
    whole = quarters[quarters["complete"]]
    return pd.DataFrame({"quarter": whole["quarter"], "value": whole["amount"] / minor, "lo": None, "hi": None}).reset_index(drop=True)


def sales_words(currency: str) -> dict[str, str]:
    """Say what the picture of sales measures: `what, unit, source`."""
    return {"what": _("Sales"), "unit": currency, "source": _("Sums of all orders kept, so no intervals.")}


def retention_picture(quarters: pd.DataFrame) -> pd.DataFrame:
    """Lay out retention from one complete quarter to the next: `quarter, value, lo, hi`, Wilson's interval."""
    pairs = comparable(quarters)
    shares = [wilson(int(k), int(n)) for k, n in zip(pairs["kept_customers"], pairs["customers_before"], strict=True)]
    return pd.DataFrame(
        {"quarter": pairs["before"], "value": [s.value for s in shares], "lo": [s.lo for s in shares], "hi": [s.hi for s in shares]}
    )


def retention_words() -> dict[str, str]:
    """Say what the picture of retention rests on: `source`."""
    return {"source": _("Customers of a quarter who bought in the next one; 95% intervals (Wilson).")}
