from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic

import pytest

from idic_lib.errors import StageFailedError
from idic_lib.run import folders
from idic_lib.run.whole import RunResult, run_case
from idic_lib.workspace import STAGES
from tests.unit.run.conftest import TOML, Kernels, Silent, facts, failure

Run = Callable[..., RunResult]


def everything(base: Path) -> dict[str, bytes]:
    return {p.relative_to(base).as_posix(): p.read_bytes() for p in sorted(base.rglob("*")) if p.is_file()}


def test_a_first_run_leaves_a_report_its_pages_and_the_name_of_the_latest(kernels: Kernels, run: Run, tmp_path: Path) -> None:
    done = run()
    base = tmp_path / "out" / "acme"
    assert kernels.ran == list(STAGES)
    assert (done.ran, done.path, done.report) == (True, base / "2024-01-01", base / "2024-01-01" / "report.html")
    assert folders.latest(base) == done.path
    assert done.report.exists()
    assert len(list((done.path / "notebooks").glob("*.html"))) == len(STAGES)
    assert facts(done.path) == {f"{stage}.orders": 360 for stage in STAGES}


def test_a_second_run_with_nothing_changed_computes_nothing_and_is_quick(kernels: Kernels, run: Run, tmp_path: Path) -> None:
    first = run()
    before, kernels.ran, started = everything(tmp_path / "out"), [], monotonic()
    again = run()
    assert (again.ran, again.path, again.report, kernels.ran) == (False, first.path, first.report, [])
    assert everything(tmp_path / "out") == before
    assert monotonic() - started < 5  # the issue's own limit, for a case of a million lines


@pytest.mark.parametrize(
    ("setting", "stale"),
    [
        ("measure.power=0.9", {"measure", "models", "report"}),
        ("customize.contacts=50", {"customize", "models", "report"}),
        ("interact.holdout_share=0.3", {"interact", "measure", "models", "report"}),
        ("differentiate.horizon_weeks=13", set(STAGES) - {"brief", "identify"}),
    ],
)
def test_a_setting_runs_again_only_what_reads_it(kernels: Kernels, run: Run, setting: str, stale: set[str]) -> None:
    first, kernels.ran = run(), []
    changed = run(settings=[setting])
    assert set(kernels.ran) == stale
    assert (changed.ran, changed.path.name) == (True, f"{first.path.name}-2")
    assert facts(changed.path) == facts(first.path)


def test_a_setting_taken_back_finds_the_run_that_had_it(kernels: Kernels, run: Run, tmp_path: Path) -> None:
    first, _second = run(), run(settings=["measure.power=0.9"])
    kernels.ran = []
    again = run()
    assert (again.ran, again.path, kernels.ran) == (False, first.path, [])
    assert folders.latest(tmp_path / "out" / "acme") == first.path


def test_an_earlier_as_of_is_a_new_run_that_later_rows_do_not_change(kernels: Kernels, run: Run, acme: Path) -> None:
    full = run()
    earlier = run(as_of=date(2023, 7, 1))
    assert (earlier.path.name, set(facts(earlier.path).values())) == ("2023-07-01", {180})
    assert set(facts(full.path).values()) == {360}
    orders = acme / "orders.csv"
    orders.write_text(orders.read_text(encoding="utf-8") + "7,2023-07-01,99.00\n", encoding="utf-8")
    kernels.ran = []
    assert facts(run(as_of=date(2023, 7, 1)).path) == facts(earlier.path)
    assert kernels.ran == list(STAGES)  # the export changed, so nothing was taken over


def test_as_of_moves_the_days_that_the_case_fixed_for_judging(kernels: Kernels, run: Run, acme: Path) -> None:
    text = (
        (acme / "case.toml").read_text(encoding="utf-8").replace("as_of = 2024-01-01", "as_of = 2024-01-01\ncalibration_end = 2023-09-30")
    )
    (acme / "case.toml").write_text(f"{text}\n[customize]\ncut = 2023-12-01\n", encoding="utf-8")
    assert run(as_of=date(2023, 7, 1)).ran
    assert kernels.ran == list(STAGES)


def test_another_language_adds_its_files_to_the_same_run(kernels: Kernels, run: Run, tmp_path: Path) -> None:
    english = run()
    before, kernels.ran = everything(english.path), []
    vietnamese = run(lang="vi")
    assert (vietnamese.path, vietnamese.report, vietnamese.ran) == (english.path, english.path / "report.vi.html", True)
    assert kernels.ran == list(STAGES)
    after = everything(english.path)
    assert {k: after[k] for k in before} == before
    assert all(name == "report.vi.html" or name.startswith("vi/") for name in set(after) - set(before))
    assert 'lang="vi"' in vietnamese.report.read_text(encoding="utf-8")
    assert folders.latest(tmp_path / "out" / "acme") == english.path
    assert sorted(p.name for p in (tmp_path / "out" / "acme").iterdir()) == ["2024-01-01", "latest"]


def test_every_link_between_the_pages_of_a_second_language_resolves(kernels: Kernels, run: Run) -> None:
    del kernels
    run()
    done = run(lang="vi")
    for page in (done.report, *(done.path / "vi" / "notebooks").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        links = {link.split("#")[0] for link in re.findall(r'href="([^"#:]+[^":]*)"', text)}
        assert links, page
        assert [link for link in links if not (page.parent / link).is_file()] == [], page


def test_a_second_language_is_not_made_twice_and_only_what_is_stale_is_made_again(kernels: Kernels, run: Run) -> None:
    run(), run(lang="vi")
    kernels.ran = []
    again = run(lang="vi")
    assert (again.ran, again.report.name, kernels.ran) == (False, "report.vi.html", [])
    forced = run(lang="vi", start="models")
    assert (forced.ran, forced.report, kernels.ran) == (True, again.report, ["models", "report"])
    assert run().ran is False


def test_a_language_of_other_settings_is_a_run_of_its_own(kernels: Kernels, run: Run) -> None:
    run()
    other = run(lang="vi", settings=["measure.power=0.9"])
    assert (other.path.name, other.report.name, kernels.ran) == ("2024-01-01-2", "report.html", [*STAGES, *STAGES])


@pytest.mark.parametrize("how", [failure("interact"), KeyboardInterrupt()], ids=["failed", "interrupted"])
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_run_that_stops_leaves_the_last_good_one_as_it_was(
    kernels: Kernels, run: Run, tmp_path: Path, how: BaseException, lang: str
) -> None:
    good, base = run(), tmp_path / "out" / "acme"
    run(lang="vi")
    before = everything(base)
    kernels.stops = {"interact": how}
    with pytest.raises(type(how)) as stopped:
        run(lang=lang, force=True)
    kept = {"failed/3_interact.ipynb"} if isinstance(how, StageFailedError) else set()
    after = everything(base)
    assert set(after) == set(before) | kept
    assert {k: after[k] for k in before} == before
    assert sorted(p.name for p in base.iterdir() if p.is_dir()) == sorted(["2024-01-01", *(["failed"] if kept else [])])
    if isinstance(stopped.value, StageFailedError):
        assert stopped.value.last_report == good.report


def test_an_interrupted_first_run_leaves_nothing(kernels: Kernels, run: Run, tmp_path: Path) -> None:
    kernels.stops = {"identify": KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        run()
    assert not (tmp_path / "out").exists()


def test_a_failed_first_run_says_that_there_is_no_report_yet(kernels: Kernels, run: Run) -> None:
    kernels.stops = {"identify": failure("identify")}
    with pytest.raises(StageFailedError, match="identify, cell 3") as stopped:
        run()
    assert stopped.value.last_report is None


def test_a_notebook_that_failed_is_kept_until_a_run_succeeds(kernels: Kernels, run: Run, tmp_path: Path) -> None:
    kernels.stops = {"identify": failure("identify")}
    with pytest.raises(StageFailedError):
        run()
    assert (tmp_path / "out" / "acme" / "failed" / "1_identify.ipynb").exists()
    kernels.stops = {}
    run()
    assert not (tmp_path / "out" / "acme" / "failed").exists()


def test_from_runs_a_stage_and_those_after_it_again(kernels: Kernels, run: Run) -> None:
    first, kernels.ran = run(), []
    again = run(start="measure")
    assert (again.ran, again.path.name, kernels.ran) == (True, f"{first.path.name}-2", ["measure", "models", "report"])


def test_force_runs_everything_again(kernels: Kernels, run: Run) -> None:
    run()
    kernels.ran = []
    assert run(force=True).ran
    assert kernels.ran == list(STAGES)


def test_two_cases_share_an_out_folder_without_meeting(kernels: Kernels, run: Run, tmp_path: Path, acme: Path) -> None:
    del kernels
    first = run()
    other = tmp_path / "bolt"
    other.mkdir()
    (other / "case.toml").write_text(TOML.replace('"acme"', '"bolt"'), encoding="utf-8")
    (other / "orders.csv").write_bytes((acme / "orders.csv").read_bytes())
    second = run_case(other, out=tmp_path / "out", progress=Silent())
    assert (first.path.parent.name, second.path.parent.name, second.path.name) == ("acme", "bolt", "2024-01-01")
    assert run().ran is False
