"""How large an effect a test of a given size can find, before it is run."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from idic_lib.errors import InputError

_NORMAL = NormalDist()


def detectable(residual_sd: float, *, held_out: int, sent: int, power: float = 0.8, tests: int = 1) -> float:
    """Return the smallest effect per customer that a two-sided 5 % test finds in `power` of repetitions.

    In the unit of `residual_sd`: (z(.975) + z(power)) x sd x sqrt(1/held_out + 1/sent) / sqrt(tests), for `tests` equal,
    independent tests read together (Cohen 1988, ch. 2). An empty group is an error.
    """
    if min(held_out, sent) < 1:
        raise InputError(f"A test needs customers in both arms; found {held_out} held out and {sent} sent.")
    return (_NORMAL.inv_cdf(0.975) + _NORMAL.inv_cdf(power)) * residual_sd * sqrt((1 / held_out + 1 / sent) / tests)
