"""Names: whose they are, without title, family name found where the order is turned round, in letters that can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

from idic_lib.engine import Engine, Scalar, sql_text
from idic_lib.identify.standardise.rules import families, rule, titles, words
from idic_lib.identify.standardise.typed import rules_table


def standard_names(engine: Engine, *, region: str | None, name_order: str) -> None:
    """Keep `standardise_names` (typed, name, name_key, name_sorted, family, middle, given, name_kind, title, swapped, upper, accents_lost)."""
    known = families() if region == "VN" else families().head(0)
    for name, frame in {"families": known, "titles": titles(region), "words": words("names", "placeholders")}.items():
        rules_table(engine, f"standardise_{name}", frame)
    patterns: dict[str, Scalar] = {kind: _anywhere(rule("names")[kind]) for kind in ("companies", "trials")}
    patterns |= {f"{kind}_bare": _first(rule("names")[f"{kind}_bare"]) for kind in ("companies", "trials")}
    patterns |= {"region": region or "", "family_first": name_order == "family first"}
    engine.keep("standardise_names", sql_text("standardise_names"), patterns)


def _anywhere(whole: Sequence[str]) -> str:
    return f" ({'|'.join(re.escape(w.replace('.', ' ')) for w in whole)}) "


def _first(whole: Sequence[str]) -> str:
    return f"^({'|'.join(map(re.escape, whole))}) "
