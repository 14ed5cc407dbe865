"""Truths that depend on the case's settings, counted from a world's tables of truth."""

from __future__ import annotations

from collections.abc import Callable

from idic_lib.grade import truths_dairy, truths_property
from idic_lib.grade.truth import Answer, Asking


def rest(asking: Asking, path: str) -> Answer:
    """Return what a share at a path leaves to one."""
    return 1 - asking.truth.number(path)


COUNTED: dict[str, Callable[..., Answer]] = {f.__name__: f for f in (rest, *truths_dairy.COUNTS, *truths_property.COUNTS)}
"""Every count that an answer key may ask for by its name; what stands in the brackets is passed on."""
