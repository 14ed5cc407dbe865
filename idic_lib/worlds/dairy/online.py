"""The exports of the web shop and of the app: orders, and the lines of both in one file."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.baskets import RETURNED
from idic_lib.worlds.dairy.history import History
from idic_lib.worlds.dairy.registry import trial_accounts
from idic_lib.worlds.dairy.settings import Faults
from idic_lib.worlds.dairy.texts import codes, days_text, moments, taken
from idic_lib.worlds.dairy.till import Written, line_spans, spread

Ints = NDArray[np.int64]

WEB, APP = 1, 2
_UTC_MINUTES = 7 * 60
_STATUS = {WEB: ["delivered", "returned", "cancelled"], APP: ["COMPLETED", "RETURNED", "CANCELLED"]}
"""In the order of `baskets.DELIVERED`, `RETURNED`, `CANCELLED`."""


def web(past: History, *, first_number: int) -> Written:
    """Write the web shop's orders of one piece."""
    rows = _rows(past, WEB)
    own, number = past.orders.iloc[rows], codes("WO", first_number + np.arange(len(rows)))
    day_text = moments(
        own["day"].to_numpy(), own["minute"].to_numpy(), starts_on=past.world.clock.starts_on, day_format="%Y-%m-%d", between="T", end=":00"
    )
    made = _orders(past, own, number, WEB).assign(created_at=_misdated(past, day_text))
    made["returned_at"] = _returned(past, own)
    truth = pd.DataFrame({"row": rows, "why": "sale", "order_id": number})
    return _with_second_load(past, own, Written(made, _lines(past, rows, number), truth))


def app(past: History, *, first_number: int) -> Written:
    """Write the app's orders of one piece; it stamps them in UTC and does not say so."""
    rows = _rows(past, APP)
    own, number = past.orders.iloc[rows], codes("AO", first_number + np.arange(len(rows)))
    utc = past.world.faults and past.world.settings.faults.app_in_utc
    minute = own["day"].to_numpy() * 1440 + own["minute"].to_numpy() - (_UTC_MINUTES if utc else 0)
    stamp = moments(minute // 1440, minute % 1440, starts_on=past.world.clock.starts_on, day_format="%Y-%m-%d", end=":00")
    made = _orders(past, own, number, APP).assign(created_at=stamp)
    return Written(made, _lines(past, rows, number), pd.DataFrame({"row": rows, "why": "sale", "order_id": number}))


def _rows(past: History, kind: int) -> Ints:
    orders = past.orders
    return np.flatnonzero(((orders["kind"] == kind) & (orders["day"] < past.world.clock.today) & ~orders["lost"]).to_numpy())


def _orders(past: History, own: pd.DataFrame, number: pd.Series, kind: int) -> pd.DataFrame:
    return pd.DataFrame({
        "order_id": number,
        "account_id": past.customers.ids["code"].iloc[own["id"]].to_numpy(),
        "created_at": "",
        "status": taken(_STATUS[kind], own["status"].to_numpy(dtype=np.int64)),
        "total": own["amount"].to_numpy(),
        "discount": own["discount"].to_numpy(),
        "shipping_fee": own["fee"].to_numpy(),
    })  # fmt: skip


def _misdated(past: History, stamps: pd.Series) -> pd.Series:
    """Put some orders ten years ahead, as a wrong clock does."""
    if not past.world.faults:
        return stamps
    wrong = past.piece.rng("faults.dates").random(len(stamps)) < past.world.settings.faults.future_dates
    ahead = stamps.where(~wrong, stamps.str.slice_replace(2, 3, "3"))
    return ahead.astype("str")


def _returned(past: History, own: pd.DataFrame) -> pd.Series:
    """Return the day on which goods came back."""
    clock, after = past.world.clock, past.world.settings.money.return_days
    text = days_text(np.minimum(own["day"].to_numpy() + after, clock.today - 1), starts_on=clock.starts_on, day_format="%Y-%m-%d")
    return text.where((own["status"] == RETURNED).to_numpy(), None)


def _with_second_load(past: History, own: pd.DataFrame, once: Written) -> Written:
    """Append the orders of the month whose file was loaded twice; their lines were not."""
    if not past.world.faults:
        return once
    month = pd.Timestamp(past.world.settings.faults.double_loaded_month)
    begins = past.world.clock.day(month.date())
    again = own["day"].between(begins, begins + month.days_in_month - 1).to_numpy()
    truth = pd.concat([once.truth, once.truth[again].assign(why="twice")], ignore_index=True)
    return Written(pd.concat([once.orders, once.orders[again]], ignore_index=True), once.lines, truth)


def _lines(past: History, rows: Ints, number: pd.Series) -> pd.DataFrame:
    order, line = spread(line_spans(past.lines["order"].to_numpy(), len(past.orders)), rows)
    own = past.lines.iloc[line]
    return pd.DataFrame({
        "order_id": number.iloc[order].to_numpy(),
        "sku": past.world.goods.products["code"].iloc[own["product"]].to_numpy(),
        "qty": own["quantity"].to_numpy(),
        "amount": (own["gross"] - own["discount"]).to_numpy(),
        "discount": own["discount"].to_numpy(),
    })  # fmt: skip


def trial_orders(faults: Faults) -> pd.DataFrame:
    """Return the orders of the shop's own trial accounts: one dong each."""
    accounts, each = faults.test_accounts, faults.test_orders
    size = accounts * each
    account = np.repeat(trial_accounts(accounts), each)
    day = pd.Timestamp(faults.test_from) + pd.to_timedelta(np.tile(np.arange(each) * faults.test_every, accounts), unit="D")
    return pd.DataFrame({"order_id": codes("WOTEST", np.arange(1, size + 1)), "account_id": account, "created_at": day.strftime("%Y-%m-%dT09:30:00"), "status": "delivered",
                         "total": 1, "discount": 0, "shipping_fee": 0, "returned_at": pd.Series(None, index=range(size), dtype="str")})  # fmt: skip
