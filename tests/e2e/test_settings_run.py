"""Clients' orders that are unlike the four cases: under contract, very few, with one margin rate and no other cost."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idic_lib.case import read_case
from idic_lib.run.inprocess import run_in_process

pytestmark = pytest.mark.e2e
STAGES = ("brief", "identify", "differentiate")


def _ran(folder: Path, orders: pd.DataFrame, *, setting: str, more: str = "") -> dict[str, dict[str, object]]:
    (folder / "raw").mkdir()
    orders.to_csv(folder / "raw" / "orders.csv", index=False)
    (folder / "case.toml").write_text(
        f'[case]\nname = "own"\ncompany = "Own"\ncurrency = "USD"\nas_of = 2026-01-01\nsetting = "{setting}"\n{more}\n'
        '[[sources]]\ntable = "orders"\nfile = "raw/orders.csv"\n[sources.columns]\norder_id = "id"\ncustomer_id = "customer"\nordered_on = "day"\namount = "paid"\n',
        encoding="utf-8",
    )
    run = run_in_process(read_case(str(folder)), folder / "run", stages=STAGES)
    return {f["id"]: f for f in json.loads((run / "facts.json").read_text(encoding="utf-8"))}


def _orders(customers: list[str], days: list[int], paid: list[float]) -> pd.DataFrame:
    day = pd.Timestamp("2024-01-02") + pd.to_timedelta(days, unit="D")
    return pd.DataFrame({"id": range(len(days)), "customer": customers, "day": day, "paid": paid})


def test_contracts_are_valued_by_retention_and_no_model_of_repeat_purchases_is_fitted(tmp_path: Path) -> None:
    rng, rows = np.random.default_rng(1), []
    for customer in range(400):
        day, leaves, each = int(rng.integers(0, 500)), rng.beta(0.7, 6), float(rng.choice([10, 20, 50]))
        while day < 728:
            rows.append((f"C{customer}", day, each))
            if rng.random() < leaves:
                break
            day += 30
    facts = _ran(tmp_path, _orders(*map(list, zip(*rows, strict=True))), setting="contract")  # type: ignore[arg-type]  # three lists
    assert facts["differentiate.repeat_model"]["value"] is None
    assert facts["differentiate.backtest.bgnbd.rmse"]["value"] is None
    # The chance to leave at a renewal has the mean .7 / 6.7 = .10; by the payments due, of which those who stay make more, it is less.
    assert 0.9 < facts["differentiate.contract.rate"]["value"] < 0.97  # type: ignore[operator]  # a number
    assert facts["differentiate.contract.money"]["lo"] > 0  # type: ignore[operator]  # a number
    assert facts["differentiate.allocation.share"]["value"] is not None


def test_forty_orders_of_twelve_customers_run_through_and_claim_little(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    orders = _orders([f"C{k % 12}" for k in range(40)], rng.integers(370, 720, 40).tolist(), rng.uniform(5, 80, 40).round(2).tolist())
    facts = _ran(tmp_path, orders, setting="repeat")
    assert facts["differentiate.dropout.per_purchase"]["value"] is None
    assert facts["differentiate.contribution.total"]["value"] is None


def test_one_margin_rate_puts_nobody_below_zero_and_says_why(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    orders = _orders(
        [f"C{k}" for k in rng.integers(0, 60, 500)], rng.integers(0, 720, 500).tolist(), rng.lognormal(3, 1, 500).round(2).tolist()
    )
    facts = _ran(tmp_path, orders, setting="repeat", more="[differentiate]\nmargin_rate = 0.3\n")
    assert facts["differentiate.contribution.rate"]["grade"] == "D"
    assert facts["differentiate.below_zero.share"]["value"] is None
    assert "One margin rate" in str(facts["differentiate.below_zero.share"]["says"])
    assert facts["differentiate.portfolio.below_zero.customers"]["value"] is None
