"""Stages are pure: no file, no clock, no global random generator, no printing; importing the library changes nothing."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

LIB = Path(__file__).parents[2] / "idic_lib"
STAGES = ("identify", "differentiate", "interact", "customize", "measure", "models", "charts", "inference")
ELAPSED = {
    "run": "says how long a notebook took",
    "cli": "shows elapsed time while a notebook runs",
}
"""Rooms that may ask for elapsed time (never for the date), and why."""
IN_MEMORY = {
    ("svg.py", "figure.savefig"): "a figure becomes a text in memory, which the workspace writes",
    ("budgets.py", "read_amount"): "a text becomes a number",
}
"""Calls that look like reading or writing and are not, and why."""
_READS = re.compile(r"^(open|print|input|read_\w+|write_\w+|to_(csv|parquet|pickle|excel|feather|sql)|savefig|urlopen|unlink|mkdir)$")
_CLOCK = re.compile(
    r"(^|\.)((datetime|date|Timestamp|dt)\.(now|today|utcnow)|time\.(time|localtime|gmtime|strftime)|datetime\.datetime\.now)$"
)
_TIMER = re.compile(r"(^|\.)time\.(monotonic|perf_counter|process_time)(_ns)?$")
_RNG = re.compile(r"(^|\.)(np|numpy)\.random\.(?!default_rng$|Generator$|SeedSequence$|PCG64$|BitGenerator$)\w+$")


def files(*rooms: str) -> list[Path]:
    found = [p for room in rooms for p in sorted(LIB.glob(f"{room}/**/*.py"))] + [
        LIB / f"{r}.py" for r in rooms if (LIB / f"{r}.py").exists()
    ]
    assert found, f"none of {rooms} exists"
    return found


def everything() -> list[Path]:
    return sorted(LIB.rglob("*.py"))


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [dotted(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)]


def names(path: Path) -> list[str]:
    return [dotted(n) for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)]


@pytest.mark.parametrize("room", STAGES)
def test_a_stage_reads_writes_and_prints_nothing(room: str) -> None:
    found = [(p.name, c) for p in files(room) for c in calls(p) if _READS.match(c.rsplit(".", maxsplit=1)[-1])]
    assert set(found) - set(IN_MEMORY) == set()


def test_nothing_asks_for_the_date_of_today() -> None:
    found = [(p.relative_to(LIB).as_posix(), n) for p in everything() for n in names(p) if _CLOCK.search(n)]
    assert found == []


def test_only_the_runner_and_the_command_measure_elapsed_time() -> None:
    rooms = {p.relative_to(LIB).with_suffix("").parts[0] for p in everything() for n in names(p) if _TIMER.search(n)}
    assert rooms <= set(ELAPSED)


def test_no_query_asks_the_clock_or_draws_at_random() -> None:
    texts = {p.name: p.read_text(encoding="utf-8").lower() for p in (LIB / "sql").glob("*.sql")}
    assert texts
    assert [n for n, t in texts.items() if re.search(r"\b(now\(|today\(|current_(date|timestamp|time)|random\(|using sample)", t)] == []


def test_random_numbers_come_from_a_generator_that_was_handed_in() -> None:
    found = [(p.name, n) for p in everything() for n in names(p) if _RNG.search(n)]
    imports = [(p.name, n) for p in everything() for n in ast.walk(ast.parse(p.read_text(encoding="utf-8"))) if isinstance(n, ast.Import)]
    assert found == []
    assert [(p, a.name) for p, n in imports for a in n.names if a.name == "random"] == []


def test_the_rules_above_see_what_they_forbid() -> None:
    assert _CLOCK.search("pd.Timestamp.now")
    assert _CLOCK.search("date.today")
    assert _TIMER.search("time.perf_counter")
    assert _RNG.search("np.random.seed")
    assert not _RNG.search("np.random.default_rng")
    assert _READS.match("read_parquet")


_IMPORT_ALL = """
import json, pkgutil, sys, importlib
import pandas as pd
from pandas._config import config
options = lambda: {k: repr(pd.get_option(k)) for k in config._registered_options if k not in config._deprecated_options}
before = options()
import matplotlib
rc = dict(matplotlib.rcParams)
import idic_lib
modules = [m.name for m in pkgutil.walk_packages(idic_lib.__path__, "idic_lib.") if not m.name.endswith("__main__")]
for name in modules:
    importlib.import_module(name)
after = options()
json.dump({
    "modules": len(modules),
    "options": [k for k in before if before[k] != after[k]],
    "rc": [k for k in rc if repr(rc[k]) != repr(matplotlib.rcParams[k])],
    "datasets": "lifetimes.datasets" in sys.modules,
}, sys.stdout)
"""


def test_importing_the_library_changes_no_option_and_warns_of_nothing() -> None:
    """lifetimes, when imported, sets pandas options; lifetimes.datasets needs a module that setuptools no longer has."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", _IMPORT_ALL], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["modules"] > 30
    assert (seen["options"], seen["rc"], seen["datasets"]) == ([], [], False)


def test_the_command_says_its_help_without_loading_pandas() -> None:
    """`idic --help` stays quick: what takes long is imported by the command that needs it."""
    code = "import sys, idic_lib.cli; print([m for m in ('pandas', 'duckdb', 'matplotlib', 'papermill', 'pydantic', 'sklearn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
