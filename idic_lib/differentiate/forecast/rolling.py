"""Rolling origins: every method forecasts the weeks before a day from earlier days; by that alone one of them is chosen.

Nothing on or after `until` is read, so a choice made at the end of a calibration knows nothing of its hold-out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from idic_lib.differentiate.forecast.baselines import BASELINES, Baseline
from idic_lib.differentiate.forecast.learned import Fitted, learn, spend_per_purchase
from idic_lib.differentiate.forecast.methods import BLEND, FEATURES, METHODS, RECIPES, Method, Recipe, predict
from idic_lib.differentiate.forecast.scorecard import deviance
from idic_lib.differentiate.history import period, purchases_between
from idic_lib.differentiate.repeat.fitted import Name
from idic_lib.engine import Relation
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Z95, Estimate

ORIGINS_WEEKS = (13, 17, 21)
CLOSE = 0.001


@dataclass(frozen=True)
class Trial:
    """A forecast made `days` before the end: what was learnt, what every method but the blend foresaw per customer, and what came."""

    days: int
    fitted: Fitted
    foreseen: Mapping[Method, Array]
    actual: Array
    actual_amount: Array
    """Minor units."""
    recipe: Recipe

    def prediction(self, method: Method) -> Array:
        """Purchases per customer that the method foresaw."""
        return self.recipe.mix(self.foreseen) if method == BLEND else self.foreseen[method]

    def surprise(self, method: Method) -> pd.Series:
        """Poisson deviance per customer."""
        return pd.Series(deviance(self.actual, self.prediction(method)), index=self.fitted.summary["customer_id"])

    def log_ratios(self, method: Method) -> tuple[float, float]:
        """Log of actual over expected totals, of purchases and of money."""
        expected = self.prediction(method)
        money = float(self.actual_amount.sum()) / self.fitted.minor
        return _log_ratio(float(self.actual.sum()), float(expected.sum())), _log_ratio(
            money, float(expected @ spend_per_purchase(self.fitted))
        )


@dataclass(frozen=True)
class Rolling:
    """The trials before a day, with the blend that did best in them."""

    trials: tuple[Trial, ...]
    recipe: Recipe

    def deviance(self, method: Method) -> float:
        """Mean Poisson deviance per customer, over the trials."""
        return float(np.mean([trial.surprise(method).mean() for trial in self.trials]))

    def gain(self, method: Method, over: Method) -> Estimate:
        """How much smaller the deviance of `method` is than that of `over`, same customers; normal interval over customers."""
        lost = pd.concat([(trial.surprise(over) - trial.surprise(method)) / len(trial.actual) for trial in self.trials])
        each = lost.groupby(level=0).sum().to_numpy() / len(self.trials)
        value, half = float(each.sum()), Z95 * float(each.std() * np.sqrt(len(each)))
        return Estimate(value, value - half, value + half, len(each))

    def best_rule(self) -> Baseline:
        """Give the naive rule with the smallest deviance."""
        return min(BASELINES, key=self.deviance)

    def choose(self, usable: Collection[Name]) -> Method:
        """Choose by the deviance in the trials: rules, `usable` models, and above them the feature model and the blend.

        Feature model or blend take the place of the best of the others where their deviance is smaller by more than a
        thousandth: less is no reason to leave what can be checked by hand or is published. A model whose drop-out is not
        identified is never chosen, nor a blend with it: its forecasts rest on what cannot be seen. The feature model rests on
        no drop-out; where it stands alone against the rules, the 95 % interval of its gain must lie above 0.
        """
        rule = self.best_rule()
        if not usable:
            return FEATURES if self.gain(FEATURES, rule).lo > 0 else rule
        plain = min((rule, *usable), key=self.deviance)
        trees = min((FEATURES, *((BLEND,) if self.recipe.model in usable else ())), key=self.deviance)
        return trees if self.deviance(trees) < (1 - CLOSE) * self.deviance(plain) else plain


def rolling(orders: Relation, *, until: date, minor: int, usable: Collection[Name]) -> Rolling:
    """Forecast the last 13, 17 and 21 weeks before `until`, where 13 weeks of orders lie before; else its last third alone.

    The blend is the one of smallest deviance in these trials, with a usable model where there is one.
    """
    span = period(orders, as_of=until)
    days = [7 * w for w in ORIGINS_WEEKS if span.days - 7 * w >= 7 * ORIGINS_WEEKS[0]] or [max(span.days // 3, 1)]
    trials = [_trial(orders, until, d, minor) for d in days]
    recipes = [r for r in RECIPES if r.model in usable] or list(RECIPES)
    best = min(recipes, key=lambda recipe: Rolling(_with(trials, recipe), recipe).deviance(BLEND))
    return Rolling(_with(trials, best), best)


def _trial(orders: Relation, until: date, days: int, minor: int) -> Trial:
    origin = until - timedelta(days=days)
    fitted = learn(orders, until=origin, horizon_days=days, minor=minor)
    later = purchases_between(orders, since=origin, until=until).set_index("customer_id")
    came = later.reindex(fitted.summary["customer_id"]).fillna(0).astype(np.float64)
    foreseen: dict[Method, Array] = {method: predict(method, fitted, horizon_days=days) for method in METHODS if method != BLEND}
    return Trial(days, fitted, foreseen, came["purchases"].to_numpy(), came["amount"].to_numpy(), RECIPES[0])


def _with(trials: list[Trial], recipe: Recipe) -> tuple[Trial, ...]:
    return tuple(replace(trial, recipe=recipe) for trial in trials)


def past_deviances(past: Rolling) -> dict[Method, float]:
    """Return every method's deviance in the trials."""
    return {method: past.deviance(method) for method in METHODS}


def _log_ratio(actual: float, expected: float) -> float:
    return float(np.log(actual / expected)) if actual > 0 and expected > 0 else 0.0
