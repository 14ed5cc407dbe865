"""Who is left out at random: the same draw from the same names, and a check that the draw was kept."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

_RESOLUTION = 2**64


def held_out(customer_ids: Iterable[str], *, share: float, salt: str) -> NDArray[np.bool_]:
    """Say for each customer whether they are held out: a hash of salt and id falls below `share`.

    No list has to be kept: the same salt (say, the campaign's name) gives the same draw, another salt an independent one.
    """
    drawn = (int.from_bytes(sha256(f"{salt}\x1f{i}".encode()).digest()[:8], "big") / _RESOLUTION for i in customer_ids)
    return np.fromiter((d < share for d in drawn), dtype=np.bool_)


def sample_ratio_p(held: int, sent: int, *, share: float) -> float:
    """Return the chance of a split at least as far from `share` as this one, had the draw been kept (exact binomial).

    Below 0.001 the arms were not what was planned, and no effect may be read from them (sample ratio mismatch).
    """
    return float(binomtest(held, held + sent, share).pvalue)
