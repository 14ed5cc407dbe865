"""The retail run as a whole: what it dares to say, what it never lets out, and what happens the second time."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import pytest

from idic_lib.facts import EXACT, Fact
from idic_lib.run.whole import RunResult, run_case
from idic_lib.text import use
from idic_lib.workspace import STAGES
from tests.conftest import Heard
from tests.e2e import reference

pytestmark = pytest.mark.e2e

HISTORY, FOLLOW_UP = ("1", "2", "3", "4", "5", "6", "24", "25", "26", "27"), ("15", "20", "21", "22", "23")
VERDICTS = {
    **dict.fromkeys(("13", "14", "18"), ("suggested", "may have added")),
    **dict.fromkeys(("7", "9", "10", "11", "12", "16", "17", "19"), ("no effect seen", "No effect of campaign")),
    **dict.fromkeys(HISTORY, ("not identifiable", "Fewer than 16 weeks of purchases lie before it")),
    **dict.fromkeys(FOLLOW_UP, ("not identifiable", "It had not ended at the date of the data")),
    "8": ("not identifiable", "No earlier weeks are left to check the comparison on"),
}
"""Campaign -> verdict, and the words that give it or its reason."""

FOLDERS = ["/" + f + "/" for f in ("work", "tmp", "root", "home", "Users", "private", "site-packages")] + [
    chr(92) + "Users"
]  # in parts, because no file of ours may hold them
PERSONAL = re.compile(
    r"\b(?:household_id|customer_id|basket_id|order_id|full_name|first_name|last_name|birth_date)\b"
    r"|[\w.+-]+@[\w-]+\.\w+"
    r"|(?<![\w.,-])(?:\+\d{9,14}|0\d{9,10})(?![\w.,])",
    re.IGNORECASE,
)
"""Columns that name somebody, an e-mail address, a telephone number."""


@pytest.fixture(scope="module")
def facts(retail_run: RunResult) -> list[Fact]:
    use("en")
    raw = json.loads((retail_run.path / "facts.json").read_text(encoding="utf-8"))
    return [Fact.model_construct(**{**f, "value": f["value"]}) for f in raw]  # not validated: the tests below do it


def pages(folder: Path) -> list[Path]:
    return [folder / "report.html", *sorted((folder / "notebooks").glob("*.html"))]


def handed_over(folder: Path) -> list[Path]:
    return [*pages(folder), folder / "facts.json", folder / "decisions.json"]


def words(page: Path) -> str:
    """Return what a reader sees of a page."""
    text = re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", page.read_text(encoding="utf-8"))
    return re.sub(r"<[^>]+>", " ", text)


def test_a_first_run_computes_and_leaves_a_report(retail_run: RunResult) -> None:
    assert retail_run.ran
    assert retail_run.report == retail_run.path / "report.html"
    assert [p.name for p in pages(retail_run.path)] == ["report.html", *(f"{i}_{s}.html" for i, s in enumerate(STAGES))]
    assert not (retail_run.path / "spill").exists()


def test_the_verdicts_of_all_campaigns_are_those_that_the_rule_allows(facts: list[Fact]) -> None:
    effects = {f.detail: f for f in facts if re.fullmatch(r"interact\.campaign\.\d+\.effect", f.id)}
    assert {c: f.verdict for c, f in effects.items()} == {c: v for c, (v, _) in VERDICTS.items()}
    assert {c: f.sentence() for c, f in effects.items() if VERDICTS[c][1] not in f.sentence()} == {}


def test_no_effect_is_called_shown_without_a_random_hold_out(facts: list[Fact], retail_run: RunResult) -> None:
    assert [f.id for f in facts if f.verdict == "shown" or f.grade == "A"] == []
    assert {f.grade for f in facts if f.verdict not in {None, "not identifiable"}} == {"B"}
    assert "has not been shown" in words(retail_run.report)


def test_every_interval_holds_its_value(facts: list[Fact]) -> None:
    bounded = [f for f in facts if f.lo is not None or f.hi is not None]
    assert len(bounded) > 50
    assert [f.id for f in bounded if not f.lo <= f.value <= f.hi] == []


def test_a_fact_without_interval_is_counted_or_refused_with_a_sentence(facts: list[Fact]) -> None:
    plain = [f for f in facts if f.lo is None]
    refusals = [f for f in plain if f.value is None]
    assert refusals
    assert [f.id for f in plain if f.value is not None and not f.method.startswith(EXACT)] == []
    assert [f.id for f in refusals if not re.fullmatch(r"[A-Z].{25,}\.", f.sentence()) or f.method != "not computed"] == []


def test_every_sentence_is_whole(facts: list[Fact]) -> None:
    """No placeholder is left, nothing is empty, nothing is 'nan'."""
    said = {f.id: f.sentence() for f in facts}
    assert {i: s for i, s in said.items() if re.search(r"[{}]|\bnan\b|\binf\b|\bNone\b|  ", s) or not s.endswith(".")} == {}
    assert {f.id: f.method for f in facts if re.search(r"[{}]", f.method) or not f.method} == {}
    assert len({f.id for f in facts}) == len(facts)


def test_every_fact_and_every_decision_reaches_the_report(facts: list[Fact], retail_run: RunResult) -> None:
    text = retail_run.report.read_text(encoding="utf-8").replace("<wbr>", "")
    decisions = json.loads((retail_run.path / "decisions.json").read_text(encoding="utf-8"))
    assert len(decisions) >= 3
    assert [d["question"] for d in decisions if d["question"] not in text] == []
    assert [f.id for f in facts if not f.id.startswith("models.") and f"<code>{f.id}</code>" not in text] == []


def test_nothing_that_is_handed_over_names_a_person_or_a_machine(retail_run: RunResult) -> None:
    texts = {p.name: p.read_text(encoding="utf-8") for p in handed_over(retail_run.path)}
    assert {n: found for n, t in texts.items() if (found := [f for f in FOLDERS if f in t])} == {}
    assert {n: found for n, t in texts.items() if tempfile.gettempdir() in t and (found := [tempfile.gettempdir()])} == {}
    assert {p.name: found for p in handed_over(retail_run.path) if (found := PERSONAL.findall(words(p)))} == {}


def test_no_number_of_a_household_is_on_a_page(retail_run: RunResult) -> None:
    """The ten best households' numbers: none stands in a cell or a sentence of its own."""
    with reference.connect() as raw:
        best = raw.execute("select who from spent order by cents desc limit 10").fetchall()
    for page in pages(retail_run.path):
        cells = set(re.findall(r">\s*(\d+)\s*<", page.read_text(encoding="utf-8")))
        assert len(cells & {str(who) for (who,) in best}) <= 1, page.name


def test_no_cell_of_a_page_shows_a_number_as_a_machine_writes_it(retail_run: RunResult) -> None:
    found = {
        p.name: re.findall(r">(-?\d+\.\d{5,}|nan|NaN|None|NaT|inf|True|False)<", p.read_text(encoding="utf-8"))
        for p in pages(retail_run.path)
    }
    assert {n: f[:5] for n, f in found.items() if f} == {}


def test_no_notebook_page_shows_code_to_the_client(retail_run: RunResult) -> None:
    assert [p.name for p in pages(retail_run.path) if re.search(r"import idic_lib|idic_lib\.open\(|ws\.state\(", words(p))] == []


def test_the_report_asks_for_nothing_and_is_small(retail_run: RunResult) -> None:
    text = retail_run.report.read_text(encoding="utf-8")
    assert len(text.encode()) <= 1_000_000
    asked = re.findall(
        r"""(?:src|href|srcset|action|poster)\s*=\s*["']?((?:https?:)?//[^"' >]+)|@import|url\(\s*["']?((?:https?:)?//[^)]+)""", text
    )
    assert asked == []


def test_every_link_of_the_report_leads_to_a_place_that_is_there(retail_run: RunResult) -> None:
    links = set(re.findall(r'<a [^>]*href="([^"]+)"', retail_run.report.read_text(encoding="utf-8")))
    texts = {p.relative_to(retail_run.path).as_posix(): p.read_text(encoding="utf-8") for p in pages(retail_run.path)}
    targets = [(name or "report.html", place) for name, _, place in (link.partition("#") for link in links)]
    assert any(n.startswith("notebooks/") for n, _ in targets)
    assert [(n, p) for n, p in targets if n not in texts or (p and f'id="{p}"' not in texts[n])] == []


def test_a_second_run_computes_nothing(retail_run: RunResult, retail_base: Path) -> None:
    heard = Heard()
    again = run_case("retail", out=retail_base, progress=heard)
    assert not again.ran
    assert again.path == retail_run.path
    assert (heard.started, heard.kept) == ([], [])


def test_the_same_input_gives_the_same_pages_to_the_byte(retail_run: RunResult, retail_base: Path) -> None:
    """Only the last notebook and all pages are made again: stages whose facts could differ have tests of their own seeds."""
    heard = Heard()
    again = run_case("retail", out=retail_base, start="report", progress=heard)
    assert again.ran
    assert again.path != retail_run.path
    assert (heard.started, heard.kept) == (["report"], list(STAGES[:-1]))
    old, new = ([p.read_bytes() for p in handed_over(run.path)] for run in (retail_run, again))
    assert [b.replace(again.path.name.encode(), retail_run.path.name.encode()) for b in new] == old
