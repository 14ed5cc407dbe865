from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from idic_lib import cli
from idic_lib.cli import console
from idic_lib.errors import InputError, StageFailedError

Idic = Callable[..., Result]
"""Runs the command in this process."""


@pytest.fixture
def idic(monkeypatch: pytest.MonkeyPatch) -> Idic:
    """The command, with consoles that write where the runner listens."""

    def run(*words: str) -> Result:
        monkeypatch.setattr(console, "out", SimpleConsole("stdout"))
        monkeypatch.setattr(console, "err", SimpleConsole("stderr"))
        return CliRunner().invoke(cli.app, list(words))

    return run


class SimpleConsole:
    """A console made at the moment of printing, because the test runner exchanges the streams."""

    is_terminal = False

    def __init__(self, stream: str) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands for a whole console
        return getattr(Console(file=getattr(sys, self.stream), width=200, highlight=False), name)


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A stand-in for the room that runs notebooks; `asked` holds what the command asked of it."""
    seen = SimpleNamespace(asked={}, fails=None)

    def run_case(case: str, **asked: object) -> SimpleNamespace:
        seen.asked = {"case": case, **asked}
        if seen.fails is not None:
            raise seen.fails
        return SimpleNamespace(path=Path("r"), report=Path("r/report.html"), ran=True)

    module = ModuleType("idic_lib.run.whole")
    module.run_case = run_case  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "idic_lib.run.whole", module)
    return seen


def test_run_hands_over_every_option_and_prints_where_the_report_is(idic: Idic, runner: SimpleNamespace) -> None:
    words = "run retail --as-of 2018-01-02 --lang vi --from interact -p interact.placebo_weeks=4 -p a.b=c --out x --force"
    result = idic(*words.split())
    asked = {k: v for k, v in runner.asked.items() if k != "progress"}
    settings = ["interact.placebo_weeks=4", "a.b=c"]
    assert result.exit_code == 0
    assert asked == {
        "case": "retail",
        "as_of": date(2018, 1, 2),
        "lang": "vi",
        "start": "interact",
        "settings": settings,
        "out": Path("x"),
        "force": True,
    }
    assert f"Report: {Path('r/report.html')}" in result.stdout


def test_wrong_input_is_one_sentence_on_stderr_and_exit_code_2(idic: Idic, runner: SimpleNamespace) -> None:
    runner.fails = InputError("case.toml: unknown key 'x'. Remove it [now].")
    result = idic("run", "retail")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "case.toml: unknown key 'x'. Remove it [now].\n"


def test_a_failed_notebook_shows_cell_code_cause_and_the_last_report_and_exits_1(idic: Idic, runner: SimpleNamespace) -> None:
    failed = StageFailedError("3_interact", 7, "effect = interact.effect(\n    ws)", "ValueError: no rows [0]")
    failed.last_report = Path("reports/retail/2018-01-02/report.html")
    runner.fails = failed
    result = idic("run", "retail")
    assert result.exit_code == 1
    for part in ("3_interact", "cell 7", "effect = interact.effect(", "ValueError: no rows [0]", f"untouched: {failed.last_report}"):
        assert part in result.stderr
    assert "Traceback" not in result.stderr


def test_a_failed_notebook_fits_on_one_screen(idic: Idic, runner: SimpleNamespace) -> None:
    runner.fails = StageFailedError("1_identify", 2, "x = 1\n" * 100, "KeyError: 'a'")
    assert len(idic("run", "retail").stderr.splitlines()) <= 24


def test_our_own_fault_is_a_sentence_too_and_debug_shows_it_whole(idic: Idic, runner: SimpleNamespace) -> None:
    runner.fails = RuntimeError("boom")
    assert idic("run", "retail").exit_code == 1
    assert "fault in the workbook" in idic("run", "retail").stderr
    assert isinstance(idic("run", "retail", "--debug").exception, RuntimeError)


@pytest.mark.parametrize(
    "words", ["run", "run retail --as-of 2018-13-01", "run retail --lang fr", "run retail --nonsense", "fly", "new acme"]
)
def test_a_wrong_command_exits_2_without_a_traceback(idic: Idic, words: str) -> None:
    result = idic(*words.split())
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_progress_prints_one_line_per_notebook_where_there_is_no_terminal() -> None:
    file = StringIO()
    with console.TerminalProgress(Console(file=file)) as progress:
        progress.stage_kept("0_brief")
        progress.stage_started("1_identify", 3)
        for cell in (1, 2, 3):
            progress.cell_done("1_identify", cell)
        progress.stage_done("1_identify", 2.5)
        progress.message("Writing the report [1/1]")
    assert file.getvalue().splitlines() == ["0_brief          unchanged", "1_identify          2.5 s", "Writing the report [1/1]"]


def test_progress_on_a_terminal_names_notebook_and_cell() -> None:
    file = StringIO()
    with console.TerminalProgress(Console(file=file, force_terminal=True, width=100)) as progress:
        progress.stage_started("1_identify", 3)
        progress.cell_done("1_identify", 2)
    assert "1_identify" in file.getvalue()
    assert "2/3" in file.getvalue()


def test_the_command_writes_utf_8_whatever_the_console_speaks() -> None:
    """A Windows console speaks cp1252, which has no Vietnamese."""
    code = "from idic_lib import cli; import sys; sys.argv = ['idic', 'new', 'Khách', '--orders', 'x']; cli.main()"
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", code], capture_output=True, check=False, env={"PYTHONIOENCODING": "cp1252"}
    )
    assert done.returncode == 2
    assert "'Khách' cannot name a case" in done.stderr.decode("utf-8")
