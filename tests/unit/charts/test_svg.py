"""What every picture of a page promises."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest

from idic_lib.charts import Chart, figure_html, in_lab, picture, svg
from idic_lib.charts.canvas import TOKEN, Width, text_inches
from idic_lib.charts.rows import Panel, Row, draw_rows
from idic_lib.text import use
from tests.unit.charts.mock_charts import mock_charts

CHARTS = mock_charts()
VIETNAMESE = "ĐƯỜNG ấậẫẩ ợỡở ữự ₫"
NAMES = {"xlink": "http://www.w3.org/1999/xlink"}


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_svg_carries_real_text_page_colours_and_a_description(name: str, width: Width) -> None:
    text = svg(CHARTS[name], name, width)
    assert "<text" in text
    assert "font-family" not in text
    assert "<style" not in text
    assert "metadata" not in text
    assert not re.search("|".join(TOKEN), text)
    assert not re.search(r"#[0-9a-f]{6}\b", re.sub(r"url\(#[^)]*\)|href=\"#[^\"]*\"", "", text))
    assert not re.search(r"\d\.\d{3}", text)
    assert 'role="img"' in text
    assert "</title><desc" in text
    assert len(text) < 20_000
    ET.fromstring(text)  # noqa: S314 - our own text


@pytest.mark.parametrize("name", CHARTS)
def test_two_drawings_of_one_chart_have_the_same_bytes(name: str) -> None:
    assert picture(CHARTS[name], name) == picture(mock_charts()[name], name)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_no_text_runs_out_of_the_sheet(name: str, width: Width) -> None:
    text = svg(CHARTS[name], name, width)
    edge = float(re.search(r'viewBox="0 0 ([\d.]+)', text)[1])
    for found in re.finditer(r'<text style="([^"]*)" x="([-\d.]+)"[^>]*>([^<]*)<', text):
        style, x, words = found[1], float(found[2]), found[3].replace("&gt;", ">").replace("&amp;", "&")
        size = float(re.search(r"font-size: ([\d.]+)px", style)[1])
        long = 72 * text_inches(words, size, 600 if "font-weight" in style else 400)
        anchor = re.search(r"text-anchor: (\w+)", style)
        left = x - {"start": 0, "middle": long / 2, "end": long}[anchor[1] if anchor else "start"]
        # 3 px: the page's own kerning may differ a little from what was measured
        assert left >= -3, (words, left)
        assert left + long <= edge + 3, (words, left + long, edge)


def test_ids_of_one_page_never_meet() -> None:
    page = "".join(figure_html(chart, name) for name, chart in CHARTS.items())
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {*re.findall(r'href="#([^"]+)"', page), *re.findall(r"url\(#([^)]+)\)", page)} <= set(ids)


def test_vietnamese_letters_are_measured_and_drawn_in_the_type_that_ships(caplog: pytest.LogCaptureFixture) -> None:
    chart = Chart(VIETNAMESE, "", "", "", lambda width: draw_rows(width, [Panel([Row(VIETNAMESE, 1.0, text=VIETNAMESE)])]))
    assert VIETNAMESE in svg(chart, "x.y", "wide")
    assert not [r for r in caplog.records if "font" in r.getMessage().lower()]
    assert text_inches("ở") == pytest.approx(text_inches("ơ"), rel=0.02)  # a tone mark adds no width


def test_drawing_leaves_matplotlib_settings_as_they_were() -> None:
    before = dict(mpl.rcParams)
    CHARTS["differentiate.lorenz"].draw("wide")
    assert dict(mpl.rcParams) == before


def test_a_chart_in_vietnamese_writes_numbers_the_vietnamese_way() -> None:
    use("vi")
    try:
        chart = mock_charts()["customize.recommenders"]
        assert "17,1%" in svg(chart, "x.y", "wide")
    finally:
        use("en")


def test_text_that_looks_like_markup_stays_text() -> None:
    chart = Chart("<b>", "a & b", "", "<script>", lambda width: draw_rows(width, [Panel([Row("<i>", 1.0, text="&")])]))
    page = figure_html(chart, "x.y")
    assert "<b>" not in page
    assert "<script" not in page
    assert "<i>" not in page


def test_lab_output_shows_one_width_and_names_every_colour() -> None:
    page = in_lab(figure_html(CHARTS["interact.contacts"], "interact.contacts"))
    used = set(re.findall(r"var\(--(\w+)\)", page))
    assert used <= set(re.findall(r"--(\w+):", page))
    assert ".idic .n{display:none}" in page


def test_a_label_with_three_decimals_or_grouped_by_points_stays_as_it_is() -> None:
    chart = Chart("t", "s", "q", "a", lambda width: draw_rows(width, panels=[Panel([Row("1.950 US$", 2.0, text="2.469")])]))
    text = svg(chart, "identify.label", "wide")
    assert "1.950 US$" in text
    assert "2.469" in text
