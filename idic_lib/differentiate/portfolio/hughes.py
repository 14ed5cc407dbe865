"""Hughes' test arithmetic: nested exact quintiles, the break-even response, and the cells worth mailing (Hughes, Strategic Database Marketing, 1994)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.errors import IdicError

_NESTED = ("recency_days", "frequency", "monetary")


def nested_cells(rfm: pd.DataFrame, *, bins: int = 5) -> pd.Series:
    """Give each customer its cell such as '555': fifths by recency, in each fifths by frequency, in each fifths by money, exactly equal in size.

    `rfm` has customer_id, recency_days, frequency and monetary. Exact fifths split equal customers, here by id: good for
    drawing a test of equal cells, unfair for treating customers, for which `rfm_scores` keeps ties together.
    """
    cell = pd.Series("", index=rfm.index)
    for column in _NESTED:
        best_last = rfm.assign(key=-rfm[column] if column == "recency_days" else rfm[column], cell=cell).sort_values(["key", "customer_id"], kind="stable")  # fmt: skip
        place, size = best_last.groupby("cell").cumcount(), best_last.groupby("cell")["key"].transform("size")
        cell = cell + (1 + bins * place // size).astype(str).reindex(rfm.index)
    return cell


def break_even_response(contact_cost: float, margin: float) -> float:
    """Return the share that must respond for a contact to pay: cost per contact over margin per response."""
    if contact_cost <= 0 or margin <= 0:
        raise IdicError(f"break_even_response: contact_cost is {contact_cost}, margin {margin}; both must be above zero.")
    return contact_cost / margin


def profit(contacts: float, response: float, *, contact_cost: float, margin: float) -> float:
    """Return what a mailing leaves: contacts times (response times margin less the cost of a contact)."""
    return contacts * (response * margin - contact_cost)


def cells_above(contacts: NDArray[np.int64], responses: NDArray[np.int64], *, break_even: float) -> NDArray[np.bool_]:
    """Flag the cells whose response in the test was above break-even; a cell without contacts is not."""
    share = np.divide(responses, contacts, out=np.zeros(len(contacts)), where=contacts > 0)
    flags: NDArray[np.bool_] = share > break_even
    return flags
