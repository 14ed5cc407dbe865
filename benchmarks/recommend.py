"""How long the lists, the back-test and the action list take on the retail case, and how well each method does.

Run: python benchmarks/recommend.py
"""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import pandas as pd

from idic_lib import customize
from idic_lib.case import Case, read_case
from idic_lib.engine import Engine
from idic_lib.sources import load_case, open_tables

T = TypeVar("T")


def timed(name: str, work: Callable[[], T]) -> T:
    """Run once and print the seconds it took."""
    start = perf_counter()
    made = work()
    print(f"{name:<42}{perf_counter() - start:6.2f} s")
    return made


def retail(case: Case, folder: Path) -> tuple[Engine, customize.Split]:
    """Load the retail case as a run would, and return its split."""
    folder.joinpath("tables").mkdir()
    load_case(case, folder / "tables")
    s = case.customize
    cut = s.cut or customize.last_cut(case.period_end, test_days=s.test_days)
    split = customize.Split(cut=cut, test_days=s.test_days, half_life_days=s.half_life_days, excluded=s.exclude_departments)
    return open_tables(Engine(folder / "spill"), folder / "tables", case), split


def main() -> None:
    """Print seconds per step and the table of methods."""
    case = read_case("retail")
    with tempfile.TemporaryDirectory() as name:
        engine, split = retail(case, Path(name))
        lines = engine.relation("order_lines")
        made = {"half_life_days": split.half_life_days, "excluded": split.excluded}
        history = timed("counts before the cut", lambda: customize.item_history(lines, until=split.cut, **made))
        popular = customize.best_sellers(history, until=split.cut)
        timed("own-history list, counts once there", lambda: customize.repeat_list(history, popular))
        timed("neighbours", lambda: customize.neighbour_list(history, popular))
        scores = timed("whole back-test, counts twice", lambda: customize.backtest(lines, split, as_of=case.as_of))
        now = timed("counts at as_of", lambda: customize.item_history(lines, until=case.as_of, **made))
        timed("three lists of every customer", lambda: customize.offers(now, until=case.as_of))
    with pd.option_context("display.width", 160):
        print(customize.methods_table(scores).pivot_table(index=["target", "method"], columns="measure", values="value").round(4))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
