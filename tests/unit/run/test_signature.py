from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from idic_lib.case import Case, read_case
from idic_lib.run import signature
from idic_lib.run.signature import also, before, engagement, notebook, stage_signatures
from idic_lib.workspace import STAGES

INPUTS = {"orders.csv": "abc"}


@pytest.fixture
def case(acme: Path) -> Case:
    return read_case(acme)


def changed(case: Case, other: Case, inputs: dict[str, str] | None = None, lang: str = "en") -> set[str]:
    old, new = stage_signatures(case, INPUTS, "en"), stage_signatures(other, inputs or INPUTS, lang)
    return {s for s in STAGES if old[s] != new[s]}


def test_nothing_changed_gives_the_same_signatures(case: Case, acme: Path) -> None:
    assert changed(case, read_case(acme)) == set()
    assert engagement(case, INPUTS) == engagement(read_case(acme), INPUTS)


def test_the_place_of_a_case_does_not_matter(case: Case) -> None:
    moved = case.model_copy(update={"folder": Path("elsewhere")})
    assert changed(case, moved) == set()
    assert engagement(case, INPUTS) == engagement(moved, INPUTS)


def test_another_export_language_or_day_changes_every_stage(case: Case, acme: Path) -> None:
    assert changed(case, case, {"orders.csv": "abd"}) == set(STAGES)
    assert changed(case, case, lang="vi") == set(STAGES)
    assert changed(case, read_case(acme, as_of=case.as_of.replace(day=2))) == set(STAGES)


def test_engagements_differ_with_settings_and_exports(case: Case, acme: Path) -> None:
    other = read_case(acme, settings={"measure.power": 0.9})
    assert len({engagement(case, INPUTS), engagement(other, INPUTS), engagement(case, {"orders.csv": "abd"})}) == 3


@pytest.mark.parametrize("setting", [{"differentiate.closed_sources": ["bought"]}, {"customize.consent_purpose": "news"}])
def test_identify_changes_with_the_settings_of_later_stages_that_it_reads(case: Case, acme: Path, setting: dict[str, object]) -> None:
    assert changed(case, read_case(acme, settings=setting)) == {"identify"} | {s for s in STAGES if "identify" in before(s)}


def test_a_stage_changes_with_every_stage_it_reads(case: Case, acme: Path) -> None:
    stale = changed(case, read_case(acme, settings={"differentiate.draws": 300}))
    assert stale == {"differentiate"} | {s for s in STAGES if set(before(s)) & {"differentiate"}}


def test_the_output_of_a_committed_notebook_does_not_count_and_its_text_does(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = stage_signatures(case, INPUTS, "en")
    books = tmp_path / "notebooks"
    books.mkdir()
    for stage in STAGES:
        node = json.loads(notebook(stage).read_text(encoding="utf-8"))
        for cell in node["cells"]:
            cell.update({"outputs": [], "execution_count": 99} if cell["cell_type"] == "code" else {})
        (books / notebook(stage).name).write_text(json.dumps(node), encoding="utf-8")
    monkeypatch.setattr(signature, "NOTEBOOKS", books)
    assert stage_signatures(case, INPUTS, "en") == old
    text = notebook("measure").read_text(encoding="utf-8")
    notebook("measure").write_text(text.replace("parameters", "parametres"), encoding="utf-8")
    assert {s for s, v in stage_signatures(case, INPUTS, "en").items() if v != old[s]} == {"measure", "models", "report"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_reads_settings_and_tables_only_of_the_stages_its_signature_knows(stage: str) -> None:
    """A setting of another stage would change results without the stage being run again."""
    cells = json.loads(notebook(stage).read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    read = set(re.findall(r"\.case\.(identify|differentiate|interact|customize|measure|external)\b(?:\.(\w+))?", code))
    more = {(section, key) for section, keys in also(stage).items() for key in ([""] if isinstance(keys, bool) else keys)}
    assert {(section, key) for section, key in read if section not in {stage, *before(stage)}} <= more
    makers = {
        name: s for s in STAGES
        for name in re.findall(r'ws\.write\("(\w+)"', notebook(s).read_text(encoding="utf-8").replace('\\"', '"'))
    }  # fmt: skip
    assert makers["tiers"] == "differentiate"
    assert {makers[t] for t in re.findall(r'ws\.read\("(\w+)"\)', code)} <= set(before(stage)) | {stage}
    assert {i.split(".")[0] for i in re.findall(r'ws\.facts\["([\w.]+)"\]', code)} <= set(before(stage)) | {stage}


def test_a_stage_reads_only_stages_before_it() -> None:
    for place, stage in enumerate(STAGES):
        assert set(before(stage)) <= set(STAGES[:place])


@pytest.mark.parametrize(
    ("path", "stage", "foreign"),
    [
        ("measure/quarters.py", "interact", True),
        ("measure/quarters.py", "measure", False),
        ("charts/measure.py", "interact", True),
        ("charts/canvas.py", "interact", False),
        ("report/html.py", "measure", True),
        ("report/html.py", "report", False),
        ("cli/cases.py", "brief", True),
        ("sql/quarters.sql", "brief", False),
        ("facts.py", "brief", False),
    ],
)
def test_code_of_other_rooms_does_not_make_a_stage_stale(path: str, stage: str, foreign: bool) -> None:  # noqa: FBT001 - a table of cases
    parts = tuple(path.split("/"))
    assert signature._foreign(parts, signature._OWN - {stage}, stage) is foreign
