"""The future drawn: parameters or spread, each customer's purchases, what they spend, and one error as large as the method's past ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from idic_lib.differentiate.forecast.learned import Fitted, spend_per_purchase
from idic_lib.differentiate.forecast.methods import Method, Recipe, predict
from idic_lib.differentiate.forecast.rolling import Rolling
from idic_lib.differentiate.forecast.spread import Spread, learn_spread
from idic_lib.differentiate.repeat.fitted import RepeatModel
from idic_lib.differentiate.repeat.rows import Rows
from idic_lib.inference.bootstrap import Array

LEAST = 0.02
"""No total is known better than this beyond chance and parameters: one year does not repeat the last."""
_BLOCK = 2500
_OWN_DRAWS = 200


@dataclass(frozen=True)
class Future:
    """A method's forecast for `days`, ready to be drawn; `expected` purchases and `spend` per purchase (major units) by customer."""

    method: Method
    fitted: Fitted
    days: int
    expected: Array
    spend: Array
    spread: Spread
    misfit: tuple[float, float]
    """Standard deviation of the log error of totals, of purchases and of money, beyond what the draws themselves vary by."""

    @property
    def model(self) -> RepeatModel | None:
        """The repeat-purchase model that draws for itself, where the method is one."""
        rung = self.fitted.rungs.get(self.method)
        return rung.model if rung else None

    def means(self) -> Array:
        """Give each customer's expected purchases as the draws have them.

        A model's own; else what customers of such forecasts bought in the past, so that a customer's number lies in the middle of its draws.
        """
        return self.expected if self.model is not None else self.spread.around(self.expected, self.days)[0]

    def active(self) -> Array:
        """Give P(at least one purchase in the horizon) per customer."""
        if self.model is not None:
            chance: Array = self.model.active(self.fitted.rows, self.days)[self.fitted.rows.at]
            return chance
        mean, shape = self.spread.around(self.expected, self.days)
        some: Array = -np.expm1(-shape * np.log1p(mean / shape))
        return some

    def draws(self, n: int, rng: np.random.Generator) -> Iterator[tuple[slice, Array, Array]]:
        """Yield, block of customers by block, n draws of their purchases and of their money (n x customers of the block).

        Draws are joint: parameters and the misfit of a draw are the same in every block.
        """
        off = np.exp(rng.standard_normal(n)[:, None] * np.array(self.misfit))
        theta = self.model.draws(n, rng) if self.model else np.zeros((n, 0))
        for start in range(0, len(self.expected), _BLOCK):
            block = slice(start, start + _BLOCK)
            bought = self._simulated(self.model, block, theta, rng) if self.model else self._around(block, n, rng)
            yield block, bought * off[:, [0]], self._money(block, bought, rng) * off[:, [1]]

    def totals(self, n: int, rng: np.random.Generator) -> Array:
        """Draw the totals over all customers: n x (purchases, money)."""
        return sum((np.column_stack([p.sum(axis=1), m.sum(axis=1)]) for _, p, m in self.draws(n, rng)), np.zeros((n, 2)))

    def _simulated(self, model: RepeatModel, block: slice, theta: Array, rng: np.random.Generator) -> Array:
        rows = self.fitted.rows
        at = rows.at[block]
        return model.simulate(theta, Rows(rows.x[at], rows.t_x[at], rows.T[at], np.ones(len(at)), np.arange(len(at))), self.days, rng)

    def _around(self, block: slice, n: int, rng: np.random.Generator) -> Array:
        mean, shape = (v[block] for v in self.spread.around(self.expected, self.days))
        bought: Array = rng.poisson(rng.standard_gamma(shape, (n, len(mean))) * (mean / shape)).astype(np.float64)
        return bought

    def _money(self, block: slice, bought: Array, rng: np.random.Generator) -> Array:
        """Spend varies from customer to customer and from purchase to purchase as the Gamma-Gamma has it; else it is the own mean."""
        model = self.fitted.spend
        if model is None or model.refused:
            return bought * self.spend[block]
        x, mean = (v[block] for v in self.fitted.repeat_spend)
        weight = np.where(mean > 0, x, 0.0)
        nu = rng.standard_gamma(model.p * weight + model.q, bought.shape) / (model.v + weight * mean)
        money: Array = rng.standard_gamma(model.p * bought) / nu
        return money


def future(method: Method, fitted: Fitted, past: Rolling, *, days: int) -> Future:
    """Forecast the next `days` by `method` from what was learnt, with the errors that the method made in its past."""
    spread = past_spread(method, past)
    bare = _without_misfit(method, fitted, past.recipe, days, spread)
    return replace(bare, misfit=misfit(method, past, spread, days=days))


def past_spread(method: Method, past: Rolling) -> Spread:
    """Learn from the trials how customers differ from the method's forecasts."""
    expected, actual = np.concatenate([t.prediction(method) for t in past.trials]), np.concatenate([t.actual for t in past.trials])
    return learn_spread(expected, actual, np.concatenate([np.full(len(t.actual), float(t.days)) for t in past.trials]))


def misfit(method: Method, past: Rolling, spread: Spread, *, days: int) -> tuple[float, float]:
    """Return how wrong the method's totals will be beyond what its own draws vary by, as in the trials (standard deviation of the log).

    For totals of purchases and of money. The variance grows with the days ahead, as the level of a market that wanders does
    (the trials look 13 to 21 weeks ahead). Without this widening the 95 % interval of the total holds what came on 4 of the
    ten disjoint tenths of CDNOW, with it on 8.
    """
    squares = [
        np.square(t.log_ratios(method)) - _own_variance(_without_misfit(method, t.fitted, t.recipe, t.days, spread)) for t in past.trials
    ]
    further = max(days / float(np.mean([trial.days for trial in past.trials])), 1.0)
    purchases, money = np.sqrt(np.maximum(np.mean(squares, axis=0) * further, LEAST**2))
    return float(purchases), float(money)


def _without_misfit(method: Method, fitted: Fitted, recipe: Recipe, days: int, spread: Spread) -> Future:
    expected = predict(method, fitted, horizon_days=days, recipe=recipe)
    return Future(method, fitted, days, expected, spend_per_purchase(fitted), spread, (0.0, 0.0))


def _own_variance(bare: Future) -> Array:
    """Variance of the log totals that the method draws."""
    variance: Array = np.log(np.maximum(bare.totals(_OWN_DRAWS, np.random.default_rng(0)), 1.0)).var(axis=0)
    return variance
