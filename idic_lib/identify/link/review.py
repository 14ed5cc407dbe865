"""Which pairs a person should look at: those nearest even odds, first where the answer moves most records."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.identify.link.linked import Linked


def review_pairs(linked: Linked, most: int) -> pd.DataFrame:
    """Return at most so many pairs, the most doubtful and far-reaching first, each two persons once: the columns of `linked.pairs`.

    Doubt is p (1 - p), around the threshold in odds; a pair weighs by `changes`, the records that its answer joins or parts.
    """
    pairs = linked.pairs[linked.pairs["rule"] != "answered"]
    odds = np.log2(pairs["probability"].clip(1e-6, 1 - 1e-6) / (1 - pairs["probability"].clip(1e-6, 1 - 1e-6)))
    away = (odds - np.log2(linked.threshold / (1 - linked.threshold))).abs()
    order = pairs.assign(worth=np.sqrt(pairs["changes"]) / (1 + np.exp2(away)))
    order = order.sort_values(["worth", "record_id_l", "record_id_r"], ascending=[False, True, True])
    person = linked.links.set_index("record_id")["customer_id"]
    both = pd.DataFrame(
        {"a": person.loc[order["record_id_l"]].to_numpy(), "b": person.loc[order["record_id_r"]].to_numpy()}, index=order.index
    )
    own = both["a"] == both["b"]
    again = both.duplicated() & ~own
    return order[~again].head(most).drop(columns="worth").reset_index(drop=True)
