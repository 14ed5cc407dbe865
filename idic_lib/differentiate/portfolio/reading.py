"""The portfolio of today beside that of an earlier day, made by the same rules from what was known then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from idic_lib.case.differentiate import Differentiate
from idic_lib.differentiate.contract.value import ContractValue
from idic_lib.differentiate.forecast.backtest import Backtest
from idic_lib.differentiate.forecast.value import CustomerValue, value_at_cut
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.portfolio.base import came_between
from idic_lib.differentiate.portfolio.build import Portfolio, portfolio_at
from idic_lib.differentiate.portfolio.decide import first_decision
from idic_lib.differentiate.portfolio.facts import portfolio_facts, reached_fact
from idic_lib.differentiate.portfolio.lifecycle import STATES, lifecycle, state_table
from idic_lib.differentiate.portfolio.migration import migration, migration_matrix
from idic_lib.differentiate.portfolio.review import Review, realised_tiers, review
from idic_lib.differentiate.portfolio.tables import service_table
from idic_lib.differentiate.portfolio.tier_facts import ranking_facts, review_facts, service_facts, state_facts
from idic_lib.differentiate.setting import Setting
from idic_lib.differentiate.worth import Costing, contribution, halves, rate_credit
from idic_lib.engine import Relation
from idic_lib.facts import Decision, Fact
from idic_lib.text import _
from idic_lib.text.heads import label
from idic_lib.text.numbers import decimal

MONEY = ("expected", "lo", "hi", "unrealised", "cost", "realised", "so_far")
"""Columns of the portfolio's tables in money, major units."""


@dataclass(frozen=True)
class Means:
    """What every portfolio of a case is made with: settings, costs (None: sales stand in), minor units and the seed."""

    settings: Differentiate
    costs: Costing | None
    minor: int
    seed: int


@dataclass(frozen=True)
class Earlier:
    """The portfolio of the calibration's last day, what those customers brought in the hold-out, and where they are today."""

    cut: date
    then: Portfolio
    later: pd.DataFrame
    review: Review
    moves: pd.DataFrame


def means(settings: Differentiate, costs: Costing | None, *, minor: int, seed: int) -> Means:
    """Gather them; costs that do not tell customers apart count as none."""
    return Means(settings, costs if costs is not None and costs.tells else None, minor, seed)


def kinds_of(traits: pd.DataFrame | None, needs: pd.DataFrame | None, settings: Differentiate) -> pd.DataFrame | None:
    """Return by what customers are comparable: customer_id, need where it was found, and the first trait of place on record; None for neither."""
    places = [f for f in settings.criteria.get("geography", ()) if traits is not None and f in traits][:1]
    parts = [p for p in (traits[["customer_id", *places]] if traits is not None and places else None, needs) if p is not None]
    if not parts:
        return None
    parts = [p[["customer_id", *(c for c in p if c in {"need", *places})]] for p in parts]
    return parts[0] if len(parts) == 1 else parts[0].merge(parts[1], on="customer_id", how="outer")


def portfolio_on(
    orders: Relation, value: CustomerValue | ContractValue | Refusal, of: Means, *, as_of: date, kinds: pd.DataFrame | None
) -> Portfolio | Refusal:
    """Build the portfolio of a day from what was known then, costs and how far own margins are believed included."""
    if isinstance(value, Refusal):
        return value
    left, credit = None, float("inf")
    if of.costs is not None:
        left = contribution(orders, of.costs, as_of=as_of)
        credit = rate_credit(*halves(orders, of.costs, as_of=as_of))
    return portfolio_at(
        orders, value, of.settings, as_of=as_of, minor=of.minor, seed=of.seed, contribution=left, credit=credit, kinds=kinds
    )


def earlier(
    orders: Relation, judged: Backtest | Refusal, today: Portfolio | Refusal, of: Means, *, kinds: pd.DataFrame | None
) -> Earlier | Refusal:
    """Apply today's rules to the last day of the calibration and read the hold-out; `kinds` must not hold what was learnt later."""
    if isinstance(judged, Refusal) or isinstance(today, Refusal):
        return judged if isinstance(judged, Refusal) else today  # type: ignore[return-value]  # one of them is
    cut, until = judged.split.cut, judged.split.until
    then = portfolio_on(orders, value_at_cut(judged, seed=of.seed, draws=of.settings.draws), of, as_of=cut, kinds=kinds)
    if isinstance(then, Refusal):
        return then
    came = None if of.costs is None else contribution(orders, of.costs, as_of=until, since=cut)
    later = came_between(orders, since=cut, until=until, minor=of.minor, contribution=came)
    return Earlier(cut, then, later, review(then, later), migration(then.tiers, today.tiers))


def names_of(of: Means) -> list[str]:
    """Name the service tiers in the order of the rules."""
    return [rule.tier for rule in of.settings.tier_rules]


def today_facts(today: Portfolio | Refusal, of: Means, *, currency: str) -> list[Fact]:
    """State potential, groups and the further view."""
    return portfolio_facts(today, currency=currency, seed=of.seed)


def today_decision(today: Portfolio | Refusal, *, currency: str) -> Decision | None:
    """Price what to do first; None without a portfolio."""
    return None if isinstance(today, Refusal) else first_decision(today, currency=currency)


def services(today: Portfolio, of: Means, *, left: pd.DataFrame | None) -> pd.DataFrame:
    """Lay out the service tiers of today with the chance, the value and the cost of their customers."""
    return service_table(today.tiers, today.base, names=names_of(of), contribution=left, minor=of.minor, seed=of.seed)


def earlier_facts(was: Earlier, today: Portfolio, services_now: pd.DataFrame, of: Means, *, currency: str) -> list[Fact]:
    """State what became of the earlier tiers, who was in the wrong one, who reached the potential, and which ranking foresaw more."""
    realised = realised_tiers(was.review, seed=of.seed)
    return [
        *service_facts(services_now, realised, was.moves, currency=currency),
        *review_facts(was.review, realised, currency=currency, seed=of.seed),
        reached_fact(was.then, was.later, seed=of.seed),
        *ranking_facts(today.base, was.then.base, was.later, seed=of.seed),
    ]


def lifecycle_facts(orders: Relation, was: Earlier | Refusal, *, as_of: date, setting: Setting) -> list[Fact]:
    """State how many customers are in each state of the lifecycle, and what became of those of the earlier day."""
    states = lifecycle(orders, as_of=as_of, setting=setting)
    if isinstance(was, Refusal) or isinstance(states, Refusal):
        return state_facts(states)
    then = lifecycle(orders, as_of=was.cut, setting=setting)
    return state_facts(states, then=None if isinstance(then, Refusal) else state_table(then, was.later))


def lifecycle_matrix(orders: Relation, was: Earlier | Refusal, *, as_of: date, setting: Setting) -> pd.DataFrame | None:
    """Return where customers of each earlier state are now; None where states are refused."""
    now = lifecycle(orders, as_of=as_of, setting=setting)
    then = None if isinstance(was, Refusal) else lifecycle(orders, as_of=was.cut, setting=setting)
    if then is None or isinstance(now, Refusal) or isinstance(then, Refusal):
        return None
    moves = migration(then, now, column="state")
    return shown(migration_matrix(moves, order=STATES), moves)


def tier_matrix(was: Earlier, of: Means) -> pd.DataFrame:
    """Return where customers of each earlier tier are today."""
    return shown(migration_matrix(was.moves, order=names_of(of)), was.moves)


def shown(matrix: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Give a matrix a first column that names its rows, with how many customers each rests on, and names that a reader reads."""
    of = moves.drop_duplicates("before").set_index("before")["of"]
    frame = matrix.rename(columns=label).rename_axis(None, axis=1)
    frame.insert(0, _("From"), [f"{label(str(i))} ({decimal(int(of[i]))})" for i in matrix.index])
    return frame.reset_index(drop=True)
