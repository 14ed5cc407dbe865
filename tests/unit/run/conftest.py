"""A small case with its own orders, and a stand-in for the kernels: runs without a notebook being executed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import nbformat
import pytest

from idic_lib.case import Case
from idic_lib.errors import StageFailedError
from idic_lib.facts import Fact, counted
from idic_lib.run import whole
from idic_lib.run.execute import Progress
from idic_lib.run.lab import open_stage
from idic_lib.run.signature import notebook
from idic_lib.run.whole import RunResult, run_case
from idic_lib.text import Language, use

FIRST = date(2023, 1, 2)
TOML = """
[case]
name = "acme"
company = "Acme"
currency = "USD"
as_of = 2024-01-01

[[sources]]
table = "orders"
file = "orders.csv"
[sources.columns]
customer_id = "customer"
ordered_on = "date"
amount = "amount"
"""


def orders_csv() -> str:
    """360 orders of 40 customers, one a day from 2 January 2023."""
    rows = (f"{i * 7 % 40},{FIRST + timedelta(days=i)},{5 + i % 13}.25\n" for i in range(360))
    return "customer,date,amount\n" + "".join(rows)


class Silent:
    """Listens to a run and says nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


@dataclass
class Kernels:
    """What stands in for the kernels: every stage states one fact (and one of `more`) and leaves an empty notebook; `stops` raises in that stage."""

    ran: list[str] = field(default_factory=list)
    stops: dict[str, BaseException] = field(default_factory=dict)
    more: dict[str, Fact] = field(default_factory=dict)

    def run_stage(self, case: Case, folder: Path, stage: str, lang: Language, progress: Progress) -> None:
        del case, progress
        self.ran.append(stage)
        path = folder / "notebooks" / notebook(stage).name
        path.parent.mkdir(exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {stage}", id="a")]), path)
        if stage in self.stops:
            raise self.stops[stage]
        ws = open_stage(stage, run=str(folder), lang=lang)
        n = int(ws.engine.run("select count(*) from orders").iloc[0, 0])
        ws.state(counted(f"{stage}.orders", n, unit="orders", method="count of orders kept", says="There are {value} orders."))
        if stage in self.more:
            ws.state(self.more[stage])
        ws.done()


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> Kernels:
    stand_in = Kernels()
    monkeypatch.setattr(whole, "run_stage", stand_in.run_stage)
    return stand_in


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "case.toml").write_text(TOML, encoding="utf-8")
    (folder / "orders.csv").write_text(orders_csv(), encoding="utf-8")
    return folder


@pytest.fixture
def run(acme: Path, tmp_path: Path) -> Callable[..., RunResult]:
    """Run the case acme to `tmp_path/out` with the options given."""

    def go(**options: object) -> RunResult:
        return run_case(acme, out=tmp_path / "out", progress=Silent(), **options)  # type: ignore[arg-type]

    return go


def facts(folder: Path) -> dict[str, object]:
    return {f["id"]: f["value"] for f in json.loads((folder / "facts.json").read_text(encoding="utf-8"))}


def failure(stage: str) -> StageFailedError:
    return StageFailedError(stage, 3, "1 / 0", "ZeroDivisionError: division by zero")
