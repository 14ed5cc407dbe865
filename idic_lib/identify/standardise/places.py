"""Provinces of before and since 1 July 2025, wards and streets in letters that can be compared."""

from __future__ import annotations

from datetime import date

from idic_lib.engine import Engine, sql_text
from idic_lib.identify.standardise.rules import provinces, rule
from idic_lib.identify.standardise.typed import rules_table


def standard_places(engine: Engine, *, region: str | None, as_of: date) -> None:
    """Keep `standardise_places` (typed, province, province_key, old, unknown), `standardise_wards` and `standardise_addresses` (typed, key).

    Before the day of the merger a province keeps the name it then had. Outside VN a province stands as it was typed.
    """
    known = provinces() if region == "VN" else provinces().head(0)
    rules_table(engine, "standardise_provinces", known)
    engine.keep("standardise_places", sql_text("standardise_places"), {"merged": merged_by(region, as_of), "national": region == "VN"})
    engine.keep("standardise_wards", sql_text("standardise_wards"))
    engine.keep("standardise_addresses", sql_text("standardise_addresses"))


def merged_by(region: str | None, as_of: date) -> bool:
    """Whether provinces had merged and districts ceased by that day."""
    return region == "VN" and as_of >= rule("provinces")["merged_on"]
