"""The CDNOW case against what is published of it (Fader, Hardie and Lee 2005; Fader and Hardie 2013) and against plain Python."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from idic_lib.run.whole import RunResult

pytestmark = pytest.mark.e2e

STATED = {
    "r": (0.2426, 0.00005), "alpha": (4.4136, 0.00005), "a": (0.7929, 0.00005), "b": (2.4259, 0.00005), "loglik": (-9582.43, 0.01),
    "rmse": (1.608, 0.005), "bias": (-0.121, 0.003), "correlation": (0.626, 0.002),
}  # fmt: skip
"""differentiate.backtest.bgnbd.<name>: value and tolerance; the first four to the four places that are published."""

SPEND = {"p": (6.25, 0.02), "q": (3.74, 0.02), "v": (15.45, 0.02)}
CUT = date(1997, 10, 1)


@pytest.fixture(scope="module")
def facts(cdnow_run: RunResult) -> dict[str, float]:
    return {f["id"]: f["value"] for f in json.loads((cdnow_run.path / "facts.json").read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, date, float]]:
    """Customer, day and dollars of the log as it is."""
    path = Path(str(find_spec("lifetimes").origin)).parent / "datasets" / "CDNOW_sample.txt"  # not imported
    split = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(r[1], datetime.strptime(r[2], "%Y%m%d").date(), float(r[4])) for r in split]  # noqa: DTZ007 - a day has no zone


@pytest.mark.parametrize("name", STATED)
def test_the_model_of_purchases_is_the_published_one(facts: dict[str, float], name: str) -> None:
    value, tolerance = STATED[name]
    assert facts[f"differentiate.backtest.bgnbd.{name}"] == pytest.approx(value, abs=tolerance)


@pytest.mark.parametrize("name", SPEND)
def test_the_model_of_spend_is_the_published_one(facts: dict[str, float], name: str) -> None:
    value, tolerance = SPEND[name]
    assert facts[f"differentiate.backtest.gammagamma.{name}"] == pytest.approx(value, abs=tolerance)


def test_counts_are_those_of_the_log(facts: dict[str, float], rows: list[tuple[str, date, float]]) -> None:
    assert facts["identify.rows.orders"] == len(rows) == 6919
    assert facts["identify.customers"] == len({who for who, _, _ in rows}) == 2357
    assert facts["identify.sales"] == pytest.approx(sum(amount for *_, amount in rows), abs=0.005)


def test_the_hold_out_holds_the_purchase_days_after_the_calibration(facts: dict[str, float], rows: list[tuple[str, date, float]]) -> None:
    known = {who for who, day, _ in rows if day < CUT}
    later = {(who, day) for who, day, _ in rows if day >= CUT and who in known}
    assert facts["differentiate.backtest.holdout_total"] == len(later) == 1882


def test_the_model_is_used_because_it_beats_every_naive_rule(facts: dict[str, float], cdnow_run: RunResult) -> None:
    naive = [facts[f"differentiate.backtest.{rule}.rmse"] for rule in ("zero", "same_rate", "last_next", "hiatus")]
    assert facts["differentiate.backtest.bgnbd.rmse"] < min(naive)
    assert facts["differentiate.method.choice"] < 0
    said = {f["id"]: f["says"] for f in json.loads((cdnow_run.path / "facts.json").read_text(encoding="utf-8"))}
    assert said["differentiate.method.choice"].startswith("The repeat-purchase model is used")


def test_a_case_of_orders_only_says_what_the_other_sections_need(cdnow_run: RunResult) -> None:
    page = (cdnow_run.path / "notebooks" / "3_interact.html").read_text(encoding="utf-8")
    said = re.findall(r'(?s)<p class="missing">(.*?)</p>', page)
    assert any("<code>campaigns</code>" in sentence and "answer" in sentence for sentence in said)
