"""The tables that standardising goes by: they stand beside this file as TOML, dated, with their source."""

from __future__ import annotations

import pkgutil
import re
import tomllib
from functools import cache
from typing import Any

import pandas as pd

from idic_lib.text.letters import without_accents


@cache
def rule(name: str) -> dict[str, Any]:
    """Return the rules `phones`, `names`, `emails` or `provinces`; they are part of the code, not of a case."""
    return tomllib.loads((pkgutil.get_data(__package__, f"{name}.toml") or b"").decode("utf-8"))


def prefixes() -> pd.DataFrame:
    """List the change of 2018: `operator, before` (four digits), `since` (three)."""
    return pd.DataFrame(rule("phones")["prefixes"], columns=["operator", "before", "since"])


def words(kind: str, *lists: str) -> pd.DataFrame:
    """List the words of a kind of rule, with their accents and without: `word`, and the `list` by which it counts."""
    written = [(word, name) for name in lists for word in rule(kind)[name]]
    bare = [(without_accents(word), name) for word, name in written]
    return pd.DataFrame(written + bare, columns=["word", "list"], dtype="str").drop_duplicates("word")


def families() -> pd.DataFrame:
    """List family names as written with and without accents: `spelling, share` (per cent), `given` (often a given name too), `bare` (accents lost)."""
    full = pd.DataFrame(rule("names")["families"], columns=["spelling", "share", "kind"])
    full = full.assign(spelling=full["spelling"].str.lower(), given=full["kind"].eq("given"))
    bare = full.assign(spelling=full["spelling"].map(without_accents), given=full["kind"].ne(""))
    lost = bare[~bare["spelling"].isin(full["spelling"])]
    both = pd.concat([full.assign(bare=False), lost.assign(bare=True)])
    return both.groupby("spelling", as_index=False).agg({"share": "sum", "given": "max", "bare": "max"})


def titles(region: str | None) -> pd.DataFrame:
    """List the titles of a country: `title`, `also` (the word is a "given" or "family" name too, or ""), `bare` (accents lost)."""
    own = rule("names")
    used = own["titles_everywhere"] + (own["titles"] if region == "VN" else [])
    full = {t: own["titles_that_are_names"].get(t, "") for t in used}
    bare = {b: own["titles_that_are_names"].get(b, "") for b in map(without_accents, full) if b not in full}
    known = {t: a for t, a in (full | bare).items() if a != "never"}
    return pd.DataFrame([(t, a, t in bare) for t, a in known.items()], columns=["title", "also", "bare"])


def provinces() -> pd.DataFrame:
    """List every way of writing a province: `key` (bare letters in one piece), `before` (of the 63), `since` (of the 34), `ceased`."""
    own = rule("provinces")
    since = {b: s for s, befores in own["provinces"].items() for b in befores}
    written = [(b, b) for b in since] + [(w, b) for b, ways in own["written"].items() for w in ways]
    ceased = [(w, b) for b, ways in own["ceased"].items() for w in ways]
    rows = [(_place_key(w), b, since[b], since[b] != b or (w, b) in ceased) for w, b in written + ceased]
    return pd.DataFrame(rows, columns=["key", "before", "since", "ceased"]).drop_duplicates("key")


def _place_key(name: str) -> str:
    """Write a province as it is looked up, without accents, kind of unit, marks and blanks: 'TP. Hồ Chí Minh' becomes 'hochiminh'."""
    bare = " ".join("".join(c if c.isalnum() else " " for c in without_accents(name).lower()).split())
    return re.sub(r"^(thanh pho|tinh|tp) ", "", bare).replace(" ", "")
