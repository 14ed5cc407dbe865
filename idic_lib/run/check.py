"""Before a run: what a case can answer, what it cannot, and which rows would be set aside."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from idic_lib.case import CASES, read_case
from idic_lib.engine import Engine
from idic_lib.identify import set_aside
from idic_lib.run import folders
from idic_lib.run.supply import supply
from idic_lib.sources import Loaded, load_case, open_private, open_tables
from idic_lib.tables import EXPORTS, SECTIONS
from idic_lib.text import _


@dataclass(frozen=True)
class Answerable:
    """The answer of `idic check`: exports read, rows set aside (table, reason, rows, amount), sections that can and cannot run."""

    case: str
    currency: str
    exports: tuple[Loaded, ...]
    set_aside: tuple[tuple[str, str, int, float | None], ...]
    can: tuple[str, ...]
    cannot: tuple[tuple[str, str], ...]


def check_case(case: str | Path, *, as_of: date | None = None) -> Answerable:
    """Load a case into a temporary folder and say what it can answer; no kernel starts, nothing is kept but the exports of a generated case."""
    engaged = read_case(case, as_of=as_of)
    supply(engaged, _say)
    with tempfile.TemporaryDirectory() as folder:
        loaded = load_case(engaged, Path(folder))
        engine = open_tables(Engine(), Path(folder), engaged)
        for table in dict.fromkeys(x.table for x in loaded):
            open_private(engine, Path(folder) / "private", table)
        aside = [
            (r.table, r.reason, int(r.rows), None if pd.isna(r.amount) else r.amount / engaged.minor)
            for r in set_aside(engine, dict.fromkeys(x.table for x in loaded)).itertuples()
        ]
        counted = [_(EXPORTS[t].answers) for t in ("orders", "leads") if engine.has(t)]
        sections = (_(s.answers) for s in SECTIONS.values() if s.fits(engaged.case.setting) and not s.lacks(engine.has))
        can = dict.fromkeys([*counted, *sections])
        cannot = [(n, _(t.answers)) for n, t in EXPORTS.items() if not engine.has(n)]
        del engine
    return Answerable(engaged.name, engaged.currency, tuple(loaded), tuple(aside), tuple(can), tuple(cannot))


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def list_cases(out: Path | None = None) -> list[tuple[str, Path, list[str], str]]:
    """List the known cases: name, folder, names of their runs, and which run is the latest."""
    found = []
    for file in sorted(CASES.glob("*/case.toml")):
        base = (out or folders.REPORTS) / file.parent.name
        latest = folders.latest(base)
        found.append((file.parent.name, file.parent, [p.name for p in folders.runs(base)], latest.name if latest else ""))
    return found
