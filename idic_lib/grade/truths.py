"""Truths that depend on the case's settings, counted from a world's tables of truth."""

from __future__ import annotations

from collections.abc import Callable

from idic_lib.grade import truths_dairy, truths_property
from idic_lib.grade.truth import Answer, Asking


def rest(asking: Asking, path: str) -> Answer:
    """Return what a share at a path leaves to one."""
    return 1 - asking.truth.number(path)


def of_most(asking: Asking, path: str, most: str, otherwise: str) -> Answer:
    """Return one word where the share at a path is above one half, and another where it is not."""
    return most if asking.truth.number(path) > 0.5 else otherwise


COUNTED: dict[str, Callable[..., Answer]] = {f.__name__: f for f in (rest, of_most, *truths_dairy.COUNTS, *truths_property.COUNTS)}
"""Every count that an answer key may ask for by its name; what stands in the brackets is passed on."""
