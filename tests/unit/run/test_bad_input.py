"""What a user gets wrong: exit code 2 and a sentence with file, place, finding and remedy; nothing started, nothing written."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from idic_lib import cli
from idic_lib.cli import console
from idic_lib.run import folders, signature
from tests.unit.run.conftest import Kernels

Idic = Callable[..., Result]
Change = Callable[[Path], None]
BOM, LATIN = "﻿", "latin-1"


class _Console:
    """A console made at the moment of printing, because the test runner exchanges the streams."""

    is_terminal = False

    def __init__(self, stream: str) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(Console(file=getattr(sys, self.stream), width=1000, highlight=False), name)


@pytest.fixture
def idic(monkeypatch: pytest.MonkeyPatch, acme: Path, tmp_path: Path) -> Idic:
    """The command on the case acme, in this process; its runs go to `tmp_path/out`."""

    def go(*words: str, case: str = "") -> Result:
        monkeypatch.setattr(console, "out", _Console("stdout"))
        monkeypatch.setattr(console, "err", _Console("stderr"))
        return CliRunner().invoke(cli.app, ["run", case or str(acme), "--out", str(tmp_path / "out"), *words])

    return go


def toml(old: str, new: str) -> Change:
    def change(case: Path) -> None:
        text = (case / "case.toml").read_text(encoding="utf-8")
        assert old in text
        (case / "case.toml").write_text(text.replace(old, new), encoding="utf-8")

    return change


def cell(old: str, new: str) -> Change:
    """Change the fifth row of the orders, the sixth of the file: `28,2023-01-06,9.25`."""

    def change(case: Path) -> None:
        lines = (case / "orders.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        assert old in lines[5]
        lines[5] = lines[5].replace(old, new)
        (case / "orders.csv").write_text("".join(lines), encoding="utf-8")

    return change


def orders(text: str | bytes) -> Change:
    return lambda case: (case / "orders.csv").write_bytes(text if isinstance(text, bytes) else text.encode()) and None  # type: ignore[func-returns-value]


def nothing(case: Path) -> None:
    del case


WRONG: dict[str, tuple[Change, tuple[str, ...], tuple[str, ...]]] = {
    "an unknown key": (toml("[case]", '[case]\ncolour = "red"'), (), ("case.toml", "unknown key 'case.colour'", "Remove it")),
    "an unknown section": (toml("[case]", "[colours]\nx = 1\n[case]"), (), ("case.toml", "unknown key 'colours'", "Remove it")),
    "a wrong type": (toml("as_of = 2024-01-01", 'as_of = "soon"'), (), ("case.toml", "'case.as_of'", "'soon'", "valid date", "Correct it")),
    "a missing key": (toml('currency = "USD"', ""), (), ("case.toml", "'case.currency' is missing", "Add it")),
    "no currency": (toml('"USD"', '"USX"'), (), ("case.toml", "'USX' is no ISO 4217 code", "Correct it")),
    "a name that is a path": (toml('name = "acme"', 'name = "../acme"'), (), ("case.toml", "'case.name'", "'../acme'", "Correct it")),
    "no TOML": (toml("[case]", "[case"), (), ("case.toml", "not readable TOML", "line 2", "Fix the line")),
    "an unknown table": (toml('"orders"', '"order"'), (), ("case.toml", "'order' is none of orders, order_lines", "Correct it")),
    "a column not mapped": (toml('amount = "amount"', ""), (), ("case.toml", "columns.amount is not mapped", "Correct it")),
    "an encoding nobody reads": (
        toml('file = "orders.csv"', 'file = "orders.csv"\nencoding = "cp1252"'), (), ("case.toml", "encoding", "'cp1252'", "latin-1", "Correct it"),
    ),
    "a day of judging that never comes": (
        toml("as_of = 2024-01-01", "as_of = 2024-01-01\ncalibration_end = 2024-02-01"), (), ("case.toml", "calibration_end is 2024-02-01", "no day before as_of"),
    ),
    "a day of judging before the first order": (
        toml("as_of = 2024-01-01", "as_of = 2024-01-01\ncalibration_end = 2022-02-01"), (), ("calibration_end is 2022-02-01", "first order is of 2023-01-02", "remove it"),
    ),
    "a cut too late": (toml("[[sources]]", "[customize]\ncut = 2023-12-20\n[[sources]]"), (), ("case.toml", "customize.cut 2023-12-20", "beyond as_of")),
    "no such file": (lambda case: (case / "orders.csv").unlink(), (), ("acme", "source 'orders.csv' for table orders is not in", "Put the export there")),
    "no such package": (
        toml('file = "orders.csv"', 'file = "orders.csv"\npackage = "no_such.package"'), (), ("package 'no_such.package'", "not installed", "Install it"),
    ),
    "no such file in a package": (
        toml('file = "orders.csv"', 'file = "orders.csv"\npackage = "lifetimes"'), (), ("source 'orders.csv'", "not in package lifetimes", "correct [[sources]] file"),
    ),
    "a renamed column": (
        lambda case: orders((case / "orders.csv").read_text(encoding="utf-8").replace("customer", "client", 1))(case), (),
        ("orders.csv", "no column 'customer'", "the file has client, date, amount", "Correct [sources.columns]"),
    ),
    "no amount": (cell("9.25", "n/a"), (), ("orders.csv, row 6", "'n/a' is not an amount", "missing list", "fix the export")),
    "a decimal comma": (cell("9.25", '"9,25"'), (), ("orders.csv, row 6", "'9,25' is not an amount", "fix the export")),
    "an endless amount": (cell("9.25", "1" + "0" * 19), (), ("orders.csv, row 6", "is not an amount")),
    "no day": (cell("2023-01-06", "2023-02-30"), (), ("orders.csv, row 6", "'2023-02-30' is not a date written as %Y-%m-%d", "fix the export")),
    "a day of another order": (cell("2023-01-06", "06/01/2023"), (), ("orders.csv, row 6", "'06/01/2023' is not a date")),
    "a day out of range": (cell("2023-01-06", "1923-01-06"), (), ("orders.csv, row 6", "'1923-01-06' is out of range (1980-01-01 to 2100-01-01)")),
    "no orders": (orders("customer,date,amount\n"), (), ("orders.csv", "no order that can be kept", "Supply orders")),
    "no order with a customer": (orders("customer,date,amount\n,2023-01-02,1.00\n"), (), ("orders.csv", "no order that can be kept")),
    "no amount but zero": (orders("customer,date,amount\na,2023-01-02,0\nb,2023-01-02,0.001\n"), (), ("orders.csv holds no amount other than 0", "Map the column")),
    "an empty file": (orders(""), (), ("orders.csv", "the file is empty", "Export it again")),
    "other letters": (orders("customer,date,amount\nAndré,2023-01-02,1.00\n".encode(LATIN)), (), ("orders.csv", "line 2", "utf-8", 'encoding = "auto"')),
    "as_of too early": (nothing, ("--as-of", "2022-01-01"), ("as_of is 2022-01-01", "first order is of 2023-01-02", "Set as_of in case.toml (or --as-of)")),
    "as_of on the first day": (nothing, ("--as-of", "2023-01-02"), ("as_of is 2023-01-02", "first order is of 2023-01-02")),
    "a setting nobody knows": (nothing, ("-p", "measure.strength=1"), ("-p measure.strength", "no setting 'strength'", "It has: power")),
    "a stage without settings": (nothing, ("-p", "brief.x=1"), ("-p brief.x", "no stage 'brief' with settings", "Write -p stage.name=value")),
    "a setting of a wrong type": (nothing, ("-p", "measure.power=high"), ("-p measure.power", "'high'", "valid number", "Correct it")),
    "a setting out of range": (nothing, ("-p", "measure.power=1.5"), ("-p measure.power", "1.5", "less than 1", "Correct it")),
    "a setting without a value": (nothing, ("-p", "measure.power"), ("-p measure.power", "write -p stage.name=value")),
    "a stage nobody knows": (nothing, ("--from", "dinner"), ("--from dinner", "no stage 'dinner'", "Stages: brief")),
    "a stage that is no section": (
        toml("[case]", "measure = 3\n[case]"), ("-p", "measure.power=0.9"), ("case.toml", "'measure'", "3", "Correct it"),
    ),
}  # fmt: skip


def finished(base: Path) -> Path:
    """Put a finished run of other settings where the command will look for earlier ones."""
    run = base / "2023-12-01"
    run.mkdir(parents=True)
    (run / "run.json").write_text(json.dumps({"case": "acme", "lang": "en", "engagement": "", "stages": {}}), encoding="utf-8")
    (run / "report.html").write_text("<p>good</p>", encoding="utf-8")
    folders.switch_latest(base, run.name)
    return base


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_a_sentence_and_leaves_the_last_run_as_it_was(
    name: str, idic: Idic, kernels: Kernels, acme: Path, tmp_path: Path
) -> None:
    change, words, parts = WRONG[name]
    base = finished(tmp_path / "out" / "acme")
    before = {p: p.stat().st_mtime_ns for p in base.rglob("*")}
    change(acme)
    said = idic(*words)
    assert said.exit_code == 2, said.output
    assert [p for p in parts if p not in said.stderr] == [], said.stderr
    assert "Traceback" not in said.output
    assert said.stderr.rstrip().endswith(".")
    assert kernels.ran == []
    assert {p: p.stat().st_mtime_ns for p in base.rglob("*")} == before


@pytest.mark.parametrize("name", ["no orders", "no amount", "a wrong type", "no such file"])
def test_wrong_input_before_the_first_run_writes_nothing(name: str, idic: Idic, kernels: Kernels, acme: Path, tmp_path: Path) -> None:
    change, words, _parts = WRONG[name]
    change(acme)
    assert idic(*words).exit_code == 2
    assert kernels.ran == []
    assert not (tmp_path / "out").exists()


def test_an_unknown_case_names_the_known_ones(idic: Idic, tmp_path: Path) -> None:
    said = idic(case="acmee")
    assert said.exit_code == 2
    assert [p for p in ("There is no case 'acmee'", "cdnow", "retail", "idic new") if p not in said.stderr] == []
    assert not (tmp_path / "out").exists()


def test_a_notebook_that_stops_midway_says_cell_and_cause_and_keeps_the_last_report(
    idic: Idic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one test here with a real kernel: the first notebook divides by nothing in its third cell."""
    base = finished(tmp_path / "out" / "acme")
    books = tmp_path / "notebooks"
    books.mkdir()
    for path in signature.NOTEBOOKS.glob("*.ipynb"):
        (books / path.name).write_bytes(path.read_bytes())
    cells = [nbformat.v4.new_code_cell(f"x = {i}\n1 / (2 - x)") for i in range(4)]
    cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}}), books / "0_brief.ipynb")
    monkeypatch.setattr(signature, "NOTEBOOKS", books)
    before = sorted(p for p in base.rglob("*"))
    said = idic()
    assert said.exit_code == 1, said.output
    shown = said.stderr
    assert "fault in the workbook" not in shown, shown
    assert [
        p
        for p in ("Notebook brief", "1 / (2 - x)", "ZeroDivisionError: division by zero", str(base / "2023-12-01" / "report.html"))
        if p not in shown
    ] == []
    assert len(shown.splitlines()) <= 24
    assert "Traceback" not in shown
    assert folders.latest(base) == base / "2023-12-01"
    assert sorted(p for p in base.rglob("*") if "failed" not in p.parts) == before
    failed = nbformat.read(base / "failed" / "0_brief.ipynb", as_version=4)
    assert "cell 4" in shown  # parameters, those injected by the run, and the two below
    assert any("ZeroDivisionError" in str(c.get("outputs")) for c in failed.cells)
