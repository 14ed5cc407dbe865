"""Who is left out at random: reproducible from the customer's id, exact within each tier."""

from __future__ import annotations

from hashlib import sha256
from math import floor

import pandas as pd
from scipy.stats import chisquare

from idic_lib.errors import IdicError


def uniform(customer_id: str, salt: str) -> float:
    """Return a number in [0, 1) that depends on this id and the salt only: SHA-256, its first 52 bits."""
    return int(sha256(f"{salt}\x1f{customer_id}".encode()).hexdigest()[:13], 16) / 16**13


def held_out_of(listed: int, share: float) -> int:
    """Return how many of so many are held out: the share, rounded half up, so that a tier is exact to one customer."""
    return floor(share * listed + 0.5)


def arms(listed: pd.DataFrame, *, share: float, salt: str) -> pd.Series:
    """Return `send` or `holdout` for every row of customer_id and tier, in the order of the rows.

    Within a tier the customers with the lowest hash numbers are held out. The list decides how many, the hash whom: neither the
    order of rows, nor value, nor currency matters. The same salt leaves out the same people again; a new campaign takes a new one.
    """
    number = listed["customer_id"].map(lambda c: uniform(c, salt)).astype("float64")
    place = number.groupby(listed["tier"].astype("str")).rank(method="first")
    quota = (
        listed.groupby(listed["tier"].astype("str"))["customer_id"].transform("size").map(lambda n: held_out_of(n, share)).astype("float64")
    )
    return (place <= quota).map({True: "holdout", False: "send"}).astype("str").rename("arm")


def srm_check(actions: pd.DataFrame, *, holdout_share: float) -> float:
    """Return the p-value of the chi-square test that arms came in the planned shares (sample ratio mismatch).

    Apply it to the list as it comes back from whoever sent it: below 0.001 customers were lost or added in one arm, and the
    comparison of arms is void (Fabijan et al., KDD 2019). Raises IdicError on an empty list.
    """
    if actions.empty:
        raise IdicError("the list has no customers, so arms cannot be compared. Check the file that came back from the sender.")
    held = int((actions["arm"] == "holdout").sum())
    planned = holdout_share * len(actions)
    return float(chisquare([held, len(actions) - held], [planned, len(actions) - planned]).pvalue)
