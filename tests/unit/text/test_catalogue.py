"""The catalogue: every message is found, every message is said in Vietnamese, and nothing is lost on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from idic_lib import tables
from idic_lib.facts import Fact, Verdict, counted
from idic_lib.report import story
from idic_lib.report.ledger import verdict_words
from idic_lib.report.sentences import Say
from idic_lib.run.notebooks import paragraphs, read
from idic_lib.run.signature import notebook
from idic_lib.text import _, extract, use
from idic_lib.text.heads import HEADS, head
from idic_lib.text.numbers import bounds, chance, day, money, percent, points, signed
from idic_lib.workspace import STAGES

PLACE = re.compile(r"\{[^{}]*\}")
"""A placeholder with its form: `{value}`, `{differentiate.top20.stay:range}`."""


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    return extract.messages()


@pytest.fixture(scope="module")
def vietnamese() -> Catalog:
    return extract.read("vi")


@pytest.fixture
def _in_vietnamese() -> Iterator[None]:
    use("vi")
    yield
    use("en")


def pairs(catalogue: Catalog) -> list[tuple[str, str]]:
    return [(str(m.id), str(m.string)) for m in catalogue if m.id]


def translated(catalogue: Catalog) -> list[tuple[str, str]]:
    return [(i, said) for i, said in pairs(catalogue) if said]


def test_every_message_stands_in_the_catalogue_and_nothing_else(found: dict[str, list[str]], vietnamese: Catalog) -> None:
    """Run `make catalogue` when this fails."""
    known = {i for i, _said in pairs(vietnamese)}
    assert sorted(set(found) - known) == []
    assert sorted(known - set(found)) == []


def test_every_message_is_translated(vietnamese: Catalog) -> None:
    assert extract.waiting(vietnamese) == []


def test_no_translation_is_a_guess(vietnamese: Catalog) -> None:
    assert [m.id for m in vietnamese if m.id and m.fuzzy] == []


def test_writing_the_catalogue_again_changes_nothing() -> None:
    written = (extract.CATALOGUES / "vi.po").read_text(encoding="utf-8")
    assert extract.text(extract.updated("vi")) == written
    assert str(Path.home()) not in written
    assert "Creation-Date" not in written


def test_a_translation_keeps_every_placeholder_with_its_form(vietnamese: Catalog) -> None:
    assert [i for i, said in translated(vietnamese) if set(PLACE.findall(i)) != set(PLACE.findall(said))] == []


def test_a_translation_keeps_the_markdown(vietnamese: Catalog) -> None:
    def marks(text: str) -> tuple[str, int, list[str]]:
        return re.match(r"#*", text)[0], text.count("**"), re.findall(r"`[^`]*`", text)  # type: ignore[index]  # it matches always

    assert [i for i, said in translated(vietnamese) if marks(i) != marks(said)] == []


def test_translations_are_written_in_composed_letters_without_long_dashes(vietnamese: Catalog) -> None:
    said = [s for _id, s in translated(vietnamese)]
    assert [s for s in said if not unicodedata.is_normalized("NFC", s)] == []
    assert [s for s in said if "\N{EM DASH}" in s] == []


def test_blanks_at_the_edges_of_a_message_are_kept(vietnamese: Catalog) -> None:
    def edges(text: str) -> tuple[bool, bool]:
        return text[0].isspace(), text[-1].isspace()

    assert [i for i, said in translated(vietnamese) if edges(i) != edges(said)] == []


@pytest.mark.parametrize("stage", STAGES)
def test_every_paragraph_of_a_notebook_is_found(stage: str, found: dict[str, list[str]]) -> None:
    """The runner asks for exactly these pieces."""
    said = [p for cell in read(notebook(stage)).cells if cell.cell_type == "markdown" for p in paragraphs(cell.source)]
    assert [p for p in said if p not in found] == []


def test_what_the_notebooks_show_is_found(found: dict[str, list[str]]) -> None:
    assert found["What was supplied"] == ["notebooks/0_brief.ipynb"]


def test_words_that_code_passes_on_are_found(found: dict[str, list[str]]) -> None:
    """They reach `_()` as a variable, so only `N_()` where they are written lets the extraction see them."""
    exports = [w for t in tables.EXPORTS.values() for w in (t.holds, t.answers)]
    sections = [s.answers for s in tables.SECTIONS.values()]
    heads = [name for name, _unit in HEADS.values()]
    assert [w for w in (*exports, *sections, *heads, *map(str, Verdict)) if w not in found] == []


def test_the_sentences_of_the_report_are_found(found: dict[str, list[str]]) -> None:
    def texts(part: object) -> Iterator[str]:
        if isinstance(part, Say):
            yield part.text
        elif isinstance(part, tuple):
            for piece in part:
                yield from texts(piece)

    parts = [
        story.TITLE,
        story.STAND,
        *(f.heading for f in story.FINDINGS),
        *(c.paragraphs for c in story.CHAPTERS),
        *(s.what for s in story.ROADMAP),
    ]
    said = [t for t in texts(tuple(parts)) if PLACE.sub("", t).strip()]
    assert len(said) > 50
    assert [t for t in said if t not in found] == []


def test_an_untranslated_message_would_be_listed() -> None:
    catalogue = Catalog(locale="vi")
    catalogue.add("Yes", "Có")
    catalogue.add("No")
    assert extract.waiting(catalogue) == ["No"]


@pytest.mark.usefixtures("_in_vietnamese")
def test_the_four_verdicts_are_fixed_phrases() -> None:
    assert [verdict_words(v) for v in Verdict] == [
        "đã được chứng minh",
        "gợi ý, chưa được chứng minh",
        "chưa thấy hiệu quả",
        "không thể xác định",
    ]


@pytest.mark.usefixtures("_in_vietnamese")
def test_a_counted_fact_is_said_in_vietnamese() -> None:
    fact = counted("brief.last_day", "2017-12-31", unit="date", method="date of the last order kept", says="The last order is of {value}.")
    assert fact.sentence() == "Đơn hàng cuối cùng vào ngày 31/12/2017."
    assert _(fact.method) == "ngày của đơn hàng cuối cùng được giữ"


@pytest.mark.usefixtures("_in_vietnamese")
def test_an_estimated_fact_is_said_in_vietnamese() -> None:
    says = "Campaign {detail} may have added {value} ({lo} to {hi}) to the sales of the {n} customers it reached; it was not randomised."
    fact = Fact(
        id="interact.campaign.18.effect", value=0.065, lo=0.026, hi=0.102, unit="change", n=2469, method="regression", grade="B", says=says
    )
    assert fact.sentence() == (
        "Chiến dịch 18 có thể đã làm tăng +6,5% (từ +2,6 đến +10,2%) doanh số của 2.469 khách hàng đã nhận; "
        "chiến dịch không được phân ngẫu nhiên."
    )


@pytest.mark.usefixtures("_in_vietnamese")
def test_numbers_dates_and_money_are_written_as_in_vietnam() -> None:
    assert day(date(2017, 10, 30)) == "30/10/2017"
    assert [percent(0.546, 1), signed(0.064), signed(-0.02), points(0.022)] == ["54,6%", "+6,4%", "−2,0%", "2,2 điểm phần trăm"]
    assert bounds(0.032, 0.095, "change") == "từ +3,2 đến +9,5%"
    assert [chance(0.0004), chance(0.17)] == ["dưới 0,1%", "17%"]
    assert [plain(money(16_000, "USD")), plain(money(2_510_000, "USD"))] == ["16.000 US$", "2,51 triệu US$"]
    assert [plain(money(1_250_000_000, "VND")), plain(money(95_000, "VND"))] == ["1,25 tỷ ₫", "95.000 ₫"]


@pytest.mark.usefixtures("_in_vietnamese")
def test_headings_are_in_vietnamese() -> None:
    assert [head(c) for c in ("customers", "sales_share", "tier")] == ["Khách hàng", "Tỷ lệ doanh số", "Nhóm giá trị"]


def plain(text: str) -> str:
    """Read no-break blanks as blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
