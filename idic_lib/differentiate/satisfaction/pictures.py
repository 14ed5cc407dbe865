"""The tables that the pictures of satisfaction are drawn from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.differentiate.satisfaction.found import Found
from idic_lib.differentiate.satisfaction.problem_facts import SURE
from idic_lib.differentiate.satisfaction.problems import Pareto, Ranking
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_, _
from idic_lib.text.numbers import decimal

_READINGS = {
    "respondents": N_("Those who answered"),
    "weighted": N_("Weighted to all customers"),
    "all": N_("All customers, by those drawn at random"),
}


def reading_frame(found: Found) -> pd.DataFrame:
    """Return the readings of satisfaction, best last: reading (key), about (text), n, share, lo, hi."""
    rows: list[tuple[str, str, Estimate]] = [("respondents", _(_READINGS["respondents"]), found.respondents)]
    if found.share.drawn and found.weighted is not None:
        rows.append(("weighted", _(_READINGS["weighted"]), found.weighted.estimate))
    rows.append(("all", _(_READINGS["all" if found.share.drawn else "weighted"]), found.share.estimate))
    return pd.DataFrame([(k, t, e.n, e.value, e.lo, e.hi) for k, t, e in rows], columns=["reading", "about", "n", "share", "lo", "hi"])


def problem_frame(found: Pareto, *, minor: int) -> pd.DataFrame:
    """Return one row per problem, most customers first: problem, share, lo, hi (of the dissatisfied), sales, sales_lo, sales_hi (major units).

    most_customers and most_sales mark the first by either, where it is sure.
    """
    rows = [(n, e, found.by_value.shares[n].scaled(found.sales / minor)) for n, e in found.by_count.shares.items()]
    columns = ["problem", "share", "lo", "hi", "sales", "sales_lo", "sales_hi"]
    table = pd.DataFrame([(n, e.value, e.lo, e.hi, v.value, v.lo, v.hi) for n, e, v in rows], columns=columns)
    return table.assign(most_customers=_first(table, found.by_count), most_sales=_first(table, found.by_value))


def _first(table: pd.DataFrame, of: Ranking) -> pd.Series:
    return (table["problem"] == of.first) & (of.chance >= SURE)


def combination_table(found: Found, *, most: int = 12) -> pd.DataFrame:
    """Return the combinations of the three axes with most customers; all others in one last row, so that every customer is counted."""
    table = found.combinations
    if len(table) <= most:
        return table
    rest = {"attitude": _(N_("all others")), "advocacy": "", "behaviour": "", "kind": "", "customers": int(table["customers"][most:].sum())}
    return pd.concat([table.head(most), pd.DataFrame([rest | dict.fromkeys(("share", "lo", "hi"), np.nan)])], ignore_index=True)


def reading_source(found: Found) -> str:
    """Say how the last reading was made, for the line under the chart."""
    if found.share.drawn:
        return _(
            "Lines: 95% intervals. In the last reading those who volunteered stand for themselves, all others for the {n} drawn at random who had not."
        ).format(n=decimal(found.share.asked))
    return _("Lines: 95% intervals. Nobody was drawn at random: weights mend only what is known of everybody.")


def problem_source(found: Pareto) -> str:
    """Say on whose words the order of problems rests, for the line under the chart."""
    return _("Words of {n} customers, of surveys and complaints; lines: 95% intervals over customers.").format(n=decimal(found.speakers))
