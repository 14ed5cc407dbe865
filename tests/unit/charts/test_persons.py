"""Charts of linked records say what the numbers say, show intervals only where something is estimated, and stay inside their sheet."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from idic_lib.charts import Chart, persons, picture
from idic_lib.text import use

NA = None


def ladder(numbers: int = 16204) -> pd.DataFrame:
    steps = [
        ("rows about customers", 16310, NA, NA),
        ("customer numbers", numbers, NA, NA),
        ("persons", 12190, 11750, 12640),
        ("their households", 9930, 9400, 10500),
        ("người có đơn hàng trong 13 tuần gần nhất", 4950, 4770, 5140),
    ]
    return pd.DataFrame(steps, columns=["step", "count", "lo", "hi"], index=["rows", "numbers", "persons", "households", "active"])


def curve(*, known: bool = True, first: float = 0.5) -> pd.DataFrame:
    at = np.linspace(first, 0.99, 25)
    frame = pd.DataFrame({"threshold": at, "persons": 11000 + 2000 * at, "precision": 0.93 + 0.06 * at, "recall": 0.97 - 0.1 * at})
    for column, wide in (("precision", 0.01), ("recall", 0.03)):
        frame[f"{column}_lo"], frame[f"{column}_hi"] = frame[column] - wide, frame[column] + wide
    return frame if known else frame.assign(precision=np.nan, recall=np.nan)


COLUMNS = ["source", "customers", "naive", "share", "lo", "hi", "sales", "sales_lo", "sales_hi", "few", "purchased"]
SHOP = ("Cửa hàng", 375, 0.80, 0.82, 0.78, 0.86, 6.5e5, 5.8e5, 7.2e5, False, False)
WEB = ("Web", 231, 0.78, 0.80, 0.74, 0.84, 5.7e5, 5.0e5, 6.4e5, False, False)
FAIR = ("Hội chợ mùa hè", 190, 0.31, 0.62, 0.55, 0.69, 3.1e5, 2.4e5, 3.9e5, False, False)
BOUGHT = ("Danh sách mua", 420, 0.07, 0.08, 0.06, 0.11, 4.0e4, 2.2e4, 6.6e4, False, True)
FEW = ("Giới thiệu", 14, 0.90, 0.93, 0.69, 0.99, 4.1e5, 1.8e5, 7.2e5, True, False)


def sources(*rows: tuple[object, ...]) -> Chart:
    frame = pd.DataFrame(list(rows), columns=COLUMNS)
    return persons.sources(frame, measure="again", weeks=13, currency="VND", source="x")


def linkage(nobody: float = 0.58) -> Chart:
    frame = pd.DataFrame([("Quầy thu ngân", 0.96 - nobody, 0.04, nobody), ("Web", 1.0, 0.0, 0.0)], columns=["system", "number", "phone", "nobody"])  # fmt: skip
    return persons.linkage(frame)


def charts() -> list[Chart]:
    return [
        persons.ladder(ladder(), source="x"),
        persons.threshold(curve(), chosen=0.92, source="x"),
        persons.threshold(curve(), chosen=0.99, source="x"),
        persons.threshold(curve(known=False), chosen=0.5, source="x"),
        sources(SHOP, WEB, FAIR, BOUGHT, FEW),
        linkage(),
    ]


@pytest.fixture
def vietnamese() -> Iterator[None]:
    use("vi")
    yield
    use("en")


def test_the_ladder_gives_an_interval_where_it_estimates_and_none_where_it_counts() -> None:
    chart = persons.ladder(ladder(), source="x")
    assert chart.title == "16,204 customer numbers are about 12,190 persons"
    assert "customer numbers: 16,204;" in chart.alt
    assert "persons: 12,190 (11,750 to 12,640)" in chart.alt


def test_numbers_that_are_persons_are_not_said_to_be_fewer() -> None:
    assert persons.ladder(ladder(12195), source="x").title == "Nearly every customer number is a person of its own"


def test_the_interval_of_a_bar_is_drawn() -> None:
    bare = persons.ladder(ladder().assign(lo=NA, hi=NA), source="x")
    assert len(picture(bare, "a").wide) < len(picture(persons.ladder(ladder(), source="x"), "a").wide)


def test_the_curve_says_how_far_the_threshold_moves_the_count() -> None:
    assert persons.threshold(curve(), chosen=0.92, source="").title == "The threshold moves the count of persons from 12,000 to 12,980"
    flat = curve().assign(persons=[*np.full(24, 12000), 12050])
    assert "hardly hangs on the threshold" in persons.threshold(flat, chosen=0.92, source="").title


def test_the_chosen_threshold_stands_in_the_text() -> None:
    """The curve's nearest point to 0.92 is 0.9288, where 11,000 + 2,000 x 0.9288 persons are counted."""
    chart = persons.threshold(curve(), chosen=0.92, source="")
    assert "0.92 was chosen" in chart.subtitle
    assert "from 0.93: 12,858 persons, precision 98.6%, recall 87.7%" in chart.alt


def test_precision_that_nobody_knows_is_not_drawn() -> None:
    chart = persons.threshold(curve(known=False), chosen=0.92, source="")
    assert "precision" not in chart.alt + picture(chart, "a").wide
    assert "precision" in picture(persons.threshold(curve(), chosen=0.92, source=""), "a").wide


def test_a_source_whose_newcomers_are_too_young_is_said_to_look_worse_than_it_is() -> None:
    assert sources(SHOP, WEB, FAIR).title == "New customers from “Hội chợ mùa hè” look worse than they are"


def test_a_source_that_looks_a_little_worse_is_not_the_news() -> None:
    """Among many customers the naive share leaves a narrow interval though it is only three points off."""
    assert "look worse" not in sources(SHOP, ("Web", 9000, 0.75, 0.78, 0.77, 0.79, 5.7e5, 5.5e5, 5.9e5, False, False)).title


def test_sources_are_told_apart_only_where_their_intervals_part() -> None:
    assert sources(SHOP, WEB).title == "The sources cannot be told apart by who comes back"
    assert sources(SHOP, WEB, BOUGHT).title == "New customers from “Cửa hàng” come back more often than those from “Danh sách mua”"
    assert sources(SHOP, BOUGHT).title == "New customers from “Cửa hàng” come back most often"


def test_a_source_with_few_customers_is_not_ranked() -> None:
    assert sources(FEW, BOUGHT).title == "Too few new customers to compare the sources"


def test_the_sources_numbers_stand_in_the_text() -> None:
    assert "Hội chợ mùa hè: 62% (55 to 69%; all however young 31%), VND 310,000 (VND 240,000 to 390,000)" in sources(SHOP, FAIR).alt


def test_a_bought_list_is_named_as_one() -> None:
    assert "bought list" in picture(sources(SHOP, BOUGHT), "a").narrow


def test_what_nobody_known_bought_is_the_title() -> None:
    assert linkage().title == "Nobody known bought 58% of what “Quầy thu ngân” sells"
    assert linkage(0.0).title == "Nearly every sale is a known customer's"
    assert "Quầy thu ngân: By card or account 38%, By telephone 4%, Nobody known 58%" in linkage().alt


def test_a_way_by_which_nobody_is_known_is_left_out() -> None:
    frame = pd.DataFrame([("Till", 0.4, 0.0, 0.6)], columns=["system", "number", "phone", "nobody"])
    assert "telephone" not in persons.linkage(frame).alt


def _inside(chart: Chart, width: str) -> None:
    figure = chart.draw(width)  # type: ignore[arg-type]  # pytest hands over a plain text
    figure.set_dpi(1200)  # at 100 every letter takes whole dots, a tenth more than the page's own letters
    figure.draw_without_rendering()
    box, sheet = figure.get_tightbbox(), figure.get_size_inches()
    assert (box.x0, box.y0) >= (-0.02, -0.02), chart.title
    assert box.x1 <= sheet[0] + 0.02, chart.title
    assert box.y1 <= sheet[1] + 0.02, chart.title


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_nothing_is_drawn_outside_the_sheet(width: str) -> None:
    for chart in charts():
        _inside(chart, width)


@pytest.mark.usefixtures("vietnamese")
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_nothing_is_drawn_outside_the_sheet_in_vietnamese(width: str) -> None:
    for chart in charts():
        _inside(chart, width)


def test_the_same_chart_is_drawn_in_the_same_bytes() -> None:
    for one, other in zip(charts(), charts(), strict=True):
        assert picture(one, "a") == picture(other, "a")
