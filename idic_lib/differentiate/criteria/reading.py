"""The whole reading of criteria, look-alikes and tell-tale fields from a case's tables, as a notebook asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.criteria.ahead import Ahead, bought_again, customers_ahead
from idic_lib.differentiate.criteria.bakeoff import BakeOff, bake_off
from idic_lib.differentiate.criteria.candidates import all_criteria
from idic_lib.differentiate.criteria.facts import criteria_facts, explained_by_need_fact, explained_facts
from idic_lib.differentiate.criteria.firsts import first_purchases
from idic_lib.differentiate.criteria.giveaway import answered_fields, given_away
from idic_lib.differentiate.criteria.giveaway_facts import giveaway_facts
from idic_lib.differentiate.criteria.lookalike import LookAlike, known_beforehand, look_alike
from idic_lib.differentiate.criteria.variance import paid_per_order
from idic_lib.differentiate.criteria.variance_by_need import explained_by_need
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.needs import Segments, needs_segments, needs_table
from idic_lib.engine import Engine, Relation
from idic_lib.facts import Fact
from idic_lib.text import N_, _
from idic_lib.text.numbers import decimal


@dataclass(frozen=True)
class Reading:
    """Customers with what they brought after the cut, and the bake-off of criteria on them; both refused together."""

    ahead: Ahead | Refusal
    bake: BakeOff | Refusal


def fields_of(settings: Differentiate) -> list[str]:
    """Name the traits that the case holds against value and behaviour, the grouping in use last; each once."""
    named = [field for kind in settings.criteria.values() for field in kind]
    return list(dict.fromkeys([*named, *([settings.criterion_in_use] if settings.criterion_in_use else [])]))


def read_criteria(  # noqa: PLR0913 - what a case has, by name
    engine: Engine, traits: pd.DataFrame, settings: Differentiate, *, segments: object, as_of: date, setting: str, seed: int
) -> Reading:
    """Let the criteria compete; where needs hold today (`segments`), they compete as they were found before the cut."""
    orders, lines = engine.relation("orders"), _lines(engine)
    ahead = customers_ahead(orders, as_of=as_of, traits=traits, setting=setting, weeks=settings.horizon_weeks, seed=seed)
    if isinstance(ahead, Refusal):
        return Reading(ahead, ahead)
    early = _needs(lines, ahead.cut, settings.needs_from, seed) if isinstance(segments, Segments) else None
    return Reading(ahead, bake_off(ahead, all_criteria(ahead, traits, settings=settings, order_lines=lines, needs=early), seed=seed))


def reading_facts(  # noqa: PLR0913 - what a case has, by name
    found: Reading, engine: Engine, traits: pd.DataFrame, segments: object, settings: Differentiate, *, as_of: date, seed: int, currency: str, minor: int
) -> list[Fact]:  # fmt: skip
    """State the bake-off, the second pitfall, and what single traits and needs tell of what is paid per order."""
    orders = engine.relation("orders")
    stated = criteria_facts(found.bake, currency=currency, minor=minor)
    fields = [f for f in fields_of(settings) if f in traits]
    stated += explained_facts(paid_per_order(orders, as_of=as_of), traits, by=fields, seed=seed)
    if not isinstance(segments, Segments):
        return stated
    need = explained_by_need(orders, segments, as_of=as_of, kind=settings.needs_from, seed=seed)
    return [*stated, explained_by_need_fact(need)]


def read_look_alike(  # noqa: PLR0913 - what a case has, by name
    engine: Engine, value: pd.DataFrame, traits: pd.DataFrame, settings: Differentiate, *, amount: str, as_of: date, setting: str, seed: int
) -> LookAlike | Refusal:  # fmt: skip
    """Profile the best tenth by `amount` of `value`, from traits and first purchases; where customers buy once, from traits alone."""
    orders = engine.relation("orders")
    firsts = None if setting == "rare" else first_purchases(orders, _lines(engine), as_of=as_of, kind=settings.needs_from)
    fields = [f for f in fields_of(settings) if f in traits]
    return look_alike(value, known_beforehand(traits, firsts, fields=fields), amount=amount, sensitive=settings.sensitive, seed=seed)


def read_giveaways(found: Reading, engine: Engine, traits: pd.DataFrame, *, as_of: date, seed: int) -> list[Fact]:
    """State which traits and answers give away who bought again after the cut."""
    if isinstance(found.ahead, Refusal):
        return giveaway_facts(found.ahead, customers=0)
    fields = answered_fields(traits, engine.relation("surveys") if engine.has("surveys") else None, until=as_of)
    tried = found.ahead.table[["customer_id"]].merge(fields, on="customer_id", how="left").drop(columns="customer_id")
    judged = given_away(tried, bought_again(found.ahead), since=found.ahead.cut, seed=seed)
    return giveaway_facts(judged, customers=len(tried))


def bake_source(bake: BakeOff) -> str:
    """Say over whom and how the criteria were judged, for the line under the chart."""
    return _("{n} customers with traits on record (at most 8,000, drawn at random); each criterion held out in five folds; lines: 95% intervals over customers.").format(
        n=decimal(len(bake.ahead.table))
    )  # fmt: skip


def profile_source(look: LookAlike, *, amount: str) -> str:
    """Say how the profile is to be read, for the line under the chart; `amount` is that of `read_look_alike`."""
    by = {
        "expected_amount": N_("Best tenth by expected value against all others; lines: intervals that hold for all {n} comparisons together."),
        "amount": N_("Best tenth by sales so far against all others; lines: intervals that hold for all {n} comparisons together."),
    }  # fmt: skip
    return _(by[amount]).format(n=decimal(len(look.table)))


def _lines(engine: Engine) -> Relation | None:
    return engine.relation("order_lines") if engine.has("order_lines") and engine.has("products") else None


def _needs(lines: Relation | None, cut: date, kind: str, seed: int) -> pd.DataFrame | None:
    found = None if lines is None else needs_segments(lines, as_of=cut, kind=kind, seed=seed)
    return needs_table(found, certain=0.0) if isinstance(found, Segments) else None
