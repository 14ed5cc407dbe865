"""Print what the models of repeat purchases reach beside their targets: `python benchmarks/value_models.py` (some three minutes).

Golden figures as published (Fader, Hardie and Lee 2005; Batislam et al. 2007; Fader and Hardie's notes), robustness on 120
awkward populations and 100 heavy-tailed sets of spend, and speed with lifetimes as the peer in the same run.
`python benchmarks/value_models.py golden robust spend speed`: any of these alone.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from idic_lib.differentiate import customer_summary, purchases_between
from idic_lib.differentiate.repeat import gammagamma
from idic_lib.differentiate.repeat.bgnbd import BgNbd
from idic_lib.differentiate.repeat.clv import discounted_value
from idic_lib.differentiate.repeat.cross_check import lifetimes_quietly
from idic_lib.differentiate.repeat.fitted import RepeatModel
from idic_lib.differentiate.repeat.known_base import Base, draw_base
from idic_lib.differentiate.repeat.ladder import MODELS, Rung, climb
from idic_lib.differentiate.repeat.rows import Rows
from idic_lib.engine import Engine, Relation
from idic_lib.inference.bootstrap import Array

CUT, END = date(1997, 10, 1), date(1998, 7, 1)
HORIZON = (END - CUT).days
PUBLISHED: dict[str, tuple[tuple[float, ...], float]] = {
    "bgnbd": ((0.2426, 4.4136, 0.7929, 2.4259), -9582.43),
    "mbgnbd": ((0.5248, 6.1831, 0.8914, 1.6140), -9582.14),
    "pareto": ((0.5533, 10.5781, 0.6063, 11.6695), -9594.98),
}
AHEAD: dict[tuple[str, str], tuple[float, float, float]] = {
    ("sample", "bgnbd"): (1.6080, -0.121, 1.599),
    ("sample", "mbgnbd"): (1.6072, -0.162, 1.602),
    ("sample", "pareto"): (1.6028, -0.115, 1.594),
    ("master", "bgnbd"): (1.7329, -0.143, 1.642),
    ("master", "mbgnbd"): (1.7396, -0.191, 1.653),
    ("master", "pareto"): (1.7262, -0.129, 1.644),
}
"""RMSE, bias and Poisson deviance of the next 39 weeks, measured before with other fitters."""


@dataclass(frozen=True)
class Cdnow:
    """The calibration of one of the two logs, and what came in the 39 weeks after it, per customer; spend in dollars."""

    rows: Rows
    x: Array
    mean_spend: Array
    came: Array


@cache
def cdnow(which: str) -> Cdnow | None:
    """Read "sample" (2,357 customers) or "master" (23,570) from lifetimes' files; None where it is not installed."""
    spec = find_spec("lifetimes")
    if spec is None or spec.origin is None:
        return None
    text = (Path(spec.origin).parent / "datasets" / f"CDNOW_{which}.txt").read_text()
    orders = _orders(text.splitlines()[which == "master" :])
    summary = customer_summary(orders, until=CUT)
    joined = summary.merge(purchases_between(orders, since=CUT, until=END), on="customer_id", how="left")
    x, t_x, age, spent = (summary[c].to_numpy(np.float64) for c in ("frequency", "recency", "age", "repeat_amount"))
    return Cdnow(Rows.of(x, t_x, age), x, spent / np.maximum(x, 1) / 100, joined["purchases"].fillna(0).to_numpy(np.float64))


def _orders(lines: list[str]) -> Relation:
    fields = np.array([line.split()[-4:] for line in lines if line.strip()])
    days, cents = pd.to_datetime(fields[:, 1], format="%Y%m%d"), np.rint(fields[:, 3].astype(float) * 100).astype(np.int64)
    numbers = np.arange(len(fields)).astype(str)
    frame = pd.DataFrame({"order_id": numbers, "customer_id": fields[:, 0], "ordered_on": days, "amount": cents})
    return Engine.of(orders=frame).relation("orders")


def ahead(expected: Array, came: Array) -> tuple[float, float, float]:
    """Return RMSE, bias of the total and mean Poisson deviance."""
    terms = np.where(came > 0, came * np.log(np.maximum(came, 1) / expected), 0.0) - came + expected
    return float(np.sqrt(np.mean((expected - came) ** 2))), float(expected.sum() / came.sum() - 1), float(2 * terms.mean())


def activity(chance: Array, came: Array) -> tuple[float, float]:
    """Return the area under the curve and the Brier score of a chance to buy at all."""
    order = pd.Series(chance).rank().to_numpy()
    yes = came > 0
    area = (order[yes].sum() - yes.sum() * (yes.sum() + 1) / 2) / (yes.sum() * (~yes).sum())
    return float(area), float(np.mean((chance - yes) ** 2))


def print_golden() -> None:
    """Print parameters, likelihood, forecast and activity of the four models on CDNOW."""
    for which in ("sample", "master"):
        data = cdnow(which)
        if data is None:
            print("CDNOW: absent, package lifetimes is not installed")
            return
        print(f"\nCDNOW {which}, {int(data.rows.customers):,} customers")
        for name, kind in MODELS.items():
            model, took = _timed(lambda k=kind, d=data: k.fit(d.rows))
            print(
                f"  {name:7s} " + " ".join(f"{k} {v:.4f}" for k, v in model.parameters.items()) + f" LL {model.loglik:.2f} ({took:.2f} s)"
            )
            if which == "sample":
                print(f"          published {PUBLISHED[name][0]} LL {PUBLISHED[name][1]}")
            found = ahead(model.expected(data.rows, HORIZON)[data.rows.at], data.came)
            area, brier = activity(model.active(data.rows, HORIZON)[data.rows.at], data.came)
            print("          RMSE, bias, deviance " + " ".join(f"{v:.4f}" for v in found) + f" target {AHEAD[which, name]}")
            print(f"          P(at least one purchase): AUC {area:.3f} (sample target >= .75) Brier {brier:.4f} (sample target <= .162)")
        spend = gammagamma.fit(data.x, data.mean_spend)
        if spend:
            print(
                f"  gamma-gamma p {spend.p:.4f} q {spend.q:.4f} v {spend.v:.4f}, sample published 6.25 3.74 15.44; refused {spend.refused}"
            )


REGIMES: dict[str, Callable[[int], Base]] = {
    "occasional, as CDNOW": lambda n: Base(0.243, 30.9, 0.793, 2.426, n, 273, 84),
    "dense, as a grocer": lambda n: Base(1.4, 9.6, 0.5, 20, n, 365, 60),
    "dense, hardly anybody leaves": lambda n: Base(1.4, 9.6, 0.02, 20, n, 365, 60),
    "most leave at once": lambda n: Base(1.0, 30, 4, 0.5, n, 365, 90),
    "one purchase in seven years": lambda n: Base(0.5, 1278, 0.5, 2, n, 1095, 900),
    "all alike, nobody leaves": lambda n: Base(60, 1800, 0, 1, n, 270, 30),
}


def awkward(seeds: range, sizes: tuple[int, ...] = (300, 2357)) -> Iterator[tuple[str, int, Rows]]:
    """Draw every regime at both sizes, once for each seed."""
    for regime, base in REGIMES.items():
        for size in sizes:
            for seed in seeds:
                yield regime, size, draw_base(base(size), seed=seed)


def faults(rows: Rows) -> list[tuple[str, Rung, str]]:
    """Climb the ladder with every model; per model what is wrong with the answer, in a word, or nothing."""
    return [(name, rung, _fault(name, rung, rows)) for name in MODELS for rung in [climb(name, rows)]]


def _fault(name: str, rung: Rung, rows: Rows) -> str:
    model, rng = rung.model, np.random.default_rng(0)
    chances = (model.active(rows, 180), model.alive(rows))
    draws = model.draws(50, rng)
    numbers = (model.theta, model.covariance, np.array(model.loglik), draws, model.expected(rows, 180), *chances)
    drawn = model.simulate(draws, rows, 180, rng)
    if not all(np.isfinite(v).all() for v in (*numbers, drawn)):
        return "not finite"
    if any((c < 0).any() or (c > 1).any() for c in chances) or (numbers[4] < 0).any() or (drawn < 0).any():
        return "impossible"
    plain = MODELS[name].fit(rows)  # type: ignore[index]
    known = not plain.on_bound and np.linalg.eigvalsh(plain.curvature)[0] > 0
    return "" if known or rung.rung != "likelihood" else "not flagged"


def print_robustness() -> None:
    """Print the 120 awkward populations: exceptions, NaN, and unidentified fits that were not flagged."""
    tried, wrong, rungs = 0, Counter[str](), {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for regime, size, rows in awkward(range(10)):
            tried += 1
            for name, rung, fault in faults(rows):
                wrong[fault] += bool(fault)
                rungs.setdefault((regime, size, name), Counter())[rung.rung] += 1
    print(f"\n{tried} awkward populations, three models: {sum(wrong.values())} faults {dict(+wrong)} (target 0), no exception, no warning")
    for key, counted in rungs.items():
        print(f"  {key[0]:30s} {key[1]:5d} {key[2]:7s} {dict(counted)}")


def heavy_tailed(seed: int) -> tuple[Array, Array]:
    """Draw 800 customers with 1 to 3 repeat purchases and heavy-tailed spend, and as many one-time buyers: x, mean of the repeats."""
    rng = np.random.default_rng(seed)
    x = np.append(rng.integers(1, 4, 800), np.zeros(800, int)).astype(np.float64)
    return x, np.where(x > 0, rng.lognormal(3, 1.8, 1600), 0.0)


def print_spend(sets: int = 100) -> None:
    """Print what becomes of heavy-tailed spend."""
    negative = absurd = refused = 0
    for seed in range(sets):
        x, repeat = heavy_tailed(seed)
        first = np.random.default_rng(1000 + seed).lognormal(3, 1.8, len(x))
        own, model = (x * repeat + first) / (x + 1), gammagamma.fit(x, repeat)
        expected = gammagamma.spend_per_purchase(model, x, repeat, own)
        refused += model is None or model.refused
        negative += bool((expected < 0).any()) or not np.isfinite(expected).all()
        absurd += bool(expected[x == 0].mean() > 3 * own.mean())
    print(
        f"\n{sets} heavy-tailed sets of spend: {negative} with a negative or infinite expectation (target 0), {absurd} absurd for "
        f"one-time buyers (target 0), Gamma-Gamma refused in {refused}"
    )


def drawn_customers(n: int, arriving_days: int, days: int, seed: int = 0) -> tuple[Array, Array, Array]:
    """Draw x, t_x, T of BG/NBD customers like CDNOW's, purchase by purchase, all customers at once."""
    rng = np.random.default_rng(seed)
    age = (days - rng.integers(0, arriving_days, n)).astype(np.int32)
    rate, leave = rng.gamma(0.243, 1 / 30.9, n), rng.beta(0.793, 2.426, n)
    x, t_x, now, there = np.zeros(n, np.int32), np.zeros(n, np.int32), np.zeros(n), np.arange(n)
    while len(there):
        now[there] += rng.standard_exponential(len(there)) / np.maximum(rate[there], 1e-12)
        there = there[np.ceil(now[there]) <= age[there]]
        day = np.ceil(now[there]).astype(np.int32)
        x[there] += day > t_x[there]
        t_x[there] = day
        there = there[rng.random(len(there)) >= leave[there]]
    return x, t_x, age


def _timed(work: Callable[[], object]) -> tuple[object, float]:
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def _fit_with_errors(x: Array, t_x: Array, age: Array) -> tuple[Rows, RepeatModel, Array]:
    rows = Rows.of(x, t_x, age)
    model = BgNbd.fit(rows)
    return rows, model, np.sqrt(np.diag(model.covariance))


def print_speed() -> None:
    """Print fits of one and ten million customers (grouping included), values, and draws, with lifetimes in the same run."""
    print()
    for label, n, arriving, days, target in (
        ("84-day cohort", 1_000_000, 84, 273, "<= 1.5"),
        ("three years", 1_000_000, 1095, 1095, "<= 1.5"),
        ("84-day cohort", 10_000_000, 84, 273, "<= 3"),
        ("three years", 10_000_000, 1095, 1095, "<= 8"),
    ):
        customers = drawn_customers(n, arriving, days)
        (rows, model, errors), took = _timed(lambda c=customers: _fit_with_errors(*c))
        print(
            f"BG/NBD with errors, {n:,} customers of {label} ({len(rows.x):,} rows): {took:.2f} s (target {target}); errors {errors.round(4)}"
        )
        if n == 1_000_000:
            _print_value(model, rows, customers, peer=arriving == 84)
    _print_others()


def _print_value(model: BgNbd, rows: Rows, customers: tuple[Array, Array, Array], *, peer: bool) -> None:
    spend = np.random.default_rng(0).gamma(5, 8, len(rows.at))
    value, took = _timed(lambda: discounted_value(model, rows, spend))
    print(f"  value over 12 months: {took:.2f} s (target <= 5)")
    if not peer or cdnow("sample") is None:
        return
    theirs, fit_took = _timed(lambda: _lifetimes_fit(customers))
    gap = float(np.max(np.abs(model.theta / theirs.params_.to_numpy() - 1)))
    print(f"  lifetimes fits the same customers in {fit_took:.1f} s; largest relative gap of a parameter {gap:.1e}")
    for name, found in zip(("r", "alpha", "a", "b"), model.theta, strict=True):
        theirs.params_[name] = found
    few = [pd.Series(c[:100_000].astype(np.float64)) for c in customers]
    reckoned, took = _timed(lambda: _lifetimes_value(theirs, few, pd.Series(spend[:100_000])))
    off = float(np.max(np.abs(value[:100_000] / reckoned - 1)))
    print(
        f"  lifetimes' value of the first 100,000 of them: {took:.1f} s (all: about {10 * took:.0f} s); largest relative gap {off:.1e} (target 1e-9)"
    )


def _lifetimes_fit(customers: tuple[Array, Array, Array]) -> object:
    with lifetimes_quietly() as lifetimes:
        return lifetimes.BetaGeoFitter(penalizer_coef=0.0).fit(*(c.astype(np.float64) for c in customers))


def _lifetimes_value(fitter: object, columns: list[pd.Series], spend: pd.Series) -> Array:
    with lifetimes_quietly() as lifetimes:
        reckon = lifetimes.utils._customer_lifetime_value  # noqa: SLF001 - what fitter and Gamma-Gamma call, with spend given
        return reckon(fitter, *columns, spend, time=12, discount_rate=0.01, freq="D").to_numpy()


def _print_others() -> None:
    data = cdnow("sample")
    customers = drawn_customers(1_000_000, 84, 273)
    rows = Rows.of(*customers)
    for name in ("mbgnbd", "pareto"):
        _, took = _timed(lambda n=name: MODELS[n].fit(rows))
        print(f"{name}: fit of 1,000,000 customers of an 84-day cohort, already grouped: {took:.2f} s (no target)")
    if data is None:
        return
    each = data.rows.each()
    for name, kind in MODELS.items():
        model, rng = kind.fit(data.rows), np.random.default_rng(0)
        drawn, took = _timed(lambda m=model, g=rng: m.simulate(m.draws(1000, g), each, HORIZON, g))
        print(f"{name}: 1,000 draws x {drawn.shape[1]:,} customers {took:.2f} s (target <= 1)")


PARTS = {"golden": print_golden, "robust": print_robustness, "spend": print_spend, "speed": print_speed}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
