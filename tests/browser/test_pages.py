"""Pages in a browser: no request, no barrier that axe sees, no sideways scroll, links that lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.checks import LOWEST_FINDING, SCHEMES, WIDTHS, axe_source, check_page, check_report, open_page, violations

pytestmark = pytest.mark.browser

VIETNAMESE = "Tóm tắt: hiệu quả gợi ý, chưa được chứng minh; ĐƯỜNG ấậẫẩ ợỡở ữự ₫"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["whole", "orders", "vietnamese", "notebook"])
def test_a_page_holds_in_the_browser(browser: Browser, mock_pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    check_page(browser, mock_pages[name], width, scheme)


@pytest.mark.parametrize("name", ["whole", "orders", "vietnamese"])
def test_the_first_screen_holds_title_answer_and_all_findings(browser: Browser, mock_pages: dict[str, Path], name: str) -> None:
    check_report(browser, mock_pages[name])


def test_vietnamese_is_set_in_the_type_that_is_embedded(browser: Browser, mock_pages: dict[str, Path]) -> None:
    page, _asked = open_page(browser, mock_pages["whole"], 900, "light")
    page.evaluate("t => { document.querySelector('.stand').textContent = t; document.querySelector('.hint').textContent = t }", VIETNAMESE)
    page.wait_for_timeout(100)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for selector, family in ((".stand", "Source Serif 4"), (".hint", "Source Sans 3")):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        drawn = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert all(f["familyName"].startswith(family) for f in drawn), drawn
        assert all(f["isCustomFont"] for f in drawn)
    page.close()


def test_pictures_take_the_colours_of_the_scheme(browser: Browser, mock_pages: dict[str, Path]) -> None:
    drawn = {}
    for scheme in SCHEMES:
        page, _asked = open_page(browser, mock_pages["whole"], 1440, scheme)
        drawn[scheme] = page.evaluate("getComputedStyle(document.querySelector('figure .w svg text')).fill")
        page.close()
    assert drawn["light"] != drawn["dark"]


def test_one_width_of_each_picture_is_shown(browser: Browser, mock_pages: dict[str, Path]) -> None:
    for width, shown in ((1440, ".w"), (360, ".n")):
        page, _asked = open_page(browser, mock_pages["whole"], width, "light")
        for kind in (".w", ".n"):
            visible = page.evaluate("k => [...document.querySelectorAll('figure ' + k)].filter(e => e.checkVisibility()).length", kind)
            assert (visible > 0) == (kind == shown)
        page.close()


def test_the_first_printed_page_holds_all_findings(browser: Browser, mock_pages: dict[str, Path]) -> None:
    """A4 less the margins of @page is 174 mm by 263 mm: 658 px by 994 px."""
    page, _asked = open_page(browser, mock_pages["whole"], 658, "light")
    page.emulate_media(media="print")
    assert page.evaluate(LOWEST_FINDING) <= 994
    page.close()


def test_the_checks_see_what_they_forbid(browser: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<!doctype html><h1>a</h1><h3>b</h3><p style='width:3000px'>wide</p><a href='#no'>x</a>", encoding="utf-8")
    with pytest.raises(AssertionError):
        check_page(browser, bad, 360, "light")
    page, _asked = open_page(browser, bad, 360, "light")
    assert any(v.startswith("html-has-lang") for v in violations(page, axe_source() or ""))
    page.close()
