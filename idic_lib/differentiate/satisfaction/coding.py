"""What a complaint is about: free text held against the words that the case gives for each problem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pandas as pd

from idic_lib.text.letters import without_accents

Problems: TypeAlias = Mapping[str, Sequence[str]]
Codes: TypeAlias = tuple[str, ...]


def coded(texts: pd.Series, problems: Problems) -> pd.Series:
    """Return for each text the names of the problems of which a word stands in it, as a whole word or phrase: none, one or several.

    Case never matters. Accents do: "giá" (price) is not "gia" (family). Only a text without any accent, as many are typed, is read
    without them, and then only by phrases of two words or more, which stay clear.
    """
    accented = {n: _pattern([_normal(w) for w in words]) for n, words in problems.items()}
    bare = {n: _pattern([without_accents(_normal(w)) for w in words if " " in w]) for n, words in problems.items()}
    return texts.map({t: _codes(_normal(t), accented, bare) for t in texts.drop_duplicates()})


def _codes(text: str, accented: Mapping[str, re.Pattern[str] | None], bare: Mapping[str, re.Pattern[str] | None]) -> Codes:
    if text.isascii():
        named = [n for n, p in accented.items() if p is not None and p.search(text)]
        return tuple(n for n, p in bare.items() if n in named or (p is not None and p.search(text)))
    return tuple(n for n, p in accented.items() if p is not None and p.search(text))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)") if words else None


def without_word(problems: Problems, name: str, word: str) -> Problems:
    """Return the same problems with one word of one of them left out."""
    return {n: tuple(w for w in words if (n, w) != (name, word)) for n, words in problems.items()}
