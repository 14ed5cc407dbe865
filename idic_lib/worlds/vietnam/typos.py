"""One wrong letter, as keyboards leave it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

_LETTERS: Final = "abcdeghiklmnopqrstuvxy"


def with_typo(texts: Iterable[str], rng: np.random.Generator) -> npt.NDArray[np.object_]:
    """Write one letter of each text wrongly: swapped with the next, left out, doubled, or another one. Texts of one letter stay."""
    given = list(texts)
    kind, where, letter = rng.integers(0, 4, len(given)), rng.random(len(given)), rng.integers(0, len(_LETTERS), len(given))
    return np.array(
        [_spoilt(t, k, int(w * (len(t) - 1)), _LETTERS[c]) for t, k, w, c in zip(given, kind, where, letter, strict=True)], dtype=object
    )


def _spoilt(text: str, kind: int, at: int, letter: str) -> str:
    if len(text) < 2:
        return text
    first, second, rest = text[at], text[at + 1], text[at + 2 :]
    middle = {0: second + first, 1: second, 2: first + first + second, 3: first + letter}[kind]
    return text[:at] + middle + rest
