"""Who and what is behind the exports: one row per person, per record, per exported order."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.baskets import DELIVERED
from idic_lib.worlds.dairy.history import History
from idic_lib.worlds.dairy.service import PROBLEMS
from idic_lib.worlds.dairy.texts import taken
from idic_lib.worlds.dairy.till import Written

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def persons_truth(past: History, tickets: pd.DataFrame, problem: Ints, answered: Flags, tells: Flags) -> pd.DataFrame:
    """Return each person underneath: need, pace, satisfaction, and what they paid and left over before `as_of`, in dong."""
    traits, settings = past.customers.traits, past.world.settings
    made = traits[
        ["person_id", "hunter", "rate", "leaves", "before", "basket", "satisfied", "proxy", "age", "home", "card", "web", "app"]
    ].copy()
    made.insert(1, "household_id", past.customers.people["household_id"].to_numpy())
    made["segment"] = taken(list(settings.segments), traits["segment"].to_numpy())
    made["province"] = past.customers.people["province"].astype("str")
    made["problem"] = taken(["", *PROBLEMS], problem + 1)
    made["left"] = past.situation.gone < past.world.clock.now
    return made.assign(answered=answered, storyteller=tells, **person_sums(past, tickets))


def person_sums(past: History, tickets: pd.DataFrame) -> dict[str, NDArray[np.int64]]:
    """Return orders, revenue (delivered) and contribution (less goods, shipping, returns, points and tickets) per person."""
    orders, size = past.orders, past.piece.size
    own = orders[(orders["person"] >= 0) & (orders["day"] < past.world.clock.today) & ~orders["lost"]]
    kept = own[own["status"] == DELIVERED]
    service = np.bincount(tickets["person"], minlength=size) * past.world.settings.money.ticket_cost
    return {
        "orders": np.bincount(kept["person"], minlength=size),
        "revenue": np.bincount(kept["person"], kept["amount"], size).astype(np.int64),
        "contribution": np.round(np.bincount(own["person"], own["margin"], size) - service).astype(np.int64),
    }


def orders_truth(past: History, written: Written) -> pd.DataFrame:
    """Return who made each exported order, when and why, and its true amount in dong; -1 is nobody known."""
    own = past.orders.iloc[written.truth["row"]].reset_index(drop=True)
    person = np.append(past.customers.traits["person_id"].to_numpy(), -1)[own["person"]]
    return pd.DataFrame({
        "order_id": written.truth["order_id"].to_numpy(),
        "person_id": person,
        "day": past.world.clock.starts_on + pd.to_timedelta(own["day"].to_numpy(), unit="D"),
        "shop": own["shop"].to_numpy(),
        "amount": own["amount"].to_numpy(),
        "margin": own["margin"].round().astype(np.int64).to_numpy(),
        "cause": own["cause"].to_numpy(),
        "why": written.truth["why"].to_numpy(dtype=str),
    })  # fmt: skip


def arms_truth(past: History) -> pd.DataFrame:
    """Return who was truly sent each campaign and who was held out."""
    codes = past.customers.ids["code"]
    parts = [
        pd.DataFrame(
            {"campaign_id": name, "customer_id": codes.iloc[r.touched["id"]].to_numpy(), "holdout": r.touched["holdout"].to_numpy()}
        )
        for name, r in past.lists.items()
    ]
    return pd.concat(parts, ignore_index=True)
