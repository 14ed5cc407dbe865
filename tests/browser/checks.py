"""What a page must hold in a browser; used on the mock report and on the pages of a real run."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Request

WIDTHS = (360, 900, 1440)
SCHEMES = ("light", "dark")
MOST_BYTES = 1_000_000
_HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
_LOST = (
    "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1)).filter(i => !document.getElementById(i))"
)
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL = """[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(e => [parseFloat(getComputedStyle(e).fontSize) * (e.closest('svg') ? e.closest('svg').getBoundingClientRect().width / e.closest('svg').viewBox.baseVal.width : 1),
  e.textContent.slice(0, 40)]).filter(([size, text]) => size < 11.9 && text && !/^[0-9, ]+$/.test(text))"""
LOWEST_FINDING = "Math.max(...[...document.querySelectorAll('.findings > li')].map(e => e.getBoundingClientRect().bottom))"


def axe_source() -> str | None:
    """Return axe-core's text from the package that carries it, None where it is not installed."""
    if find_spec("axe_playwright_python") is None:
        return None
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def open_page(browser: Browser, path: Path, width: int, scheme: str) -> tuple[Page, list[str]]:
    """Open a page at a width and note whatever it asks for beside itself."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]  # "light" or "dark"
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith("data:"):
            asked.append(request.url)

    page.on("request", note)
    page.goto(path.resolve().as_uri())
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(d => { if (!d.classList.contains('tocs')) d.open = true })")
    return page, [url for url in asked if url != path.resolve().as_uri()]


def violations(page: Page, axe: str) -> list[str]:
    """Run axe and name what it found."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(r => r.violations)")
    return [f"{v['id']}: {json.dumps([n['html'][:160] for n in v['nodes'][:3]])}" for v in found]


def check_page(browser: Browser, path: Path, width: int, scheme: str) -> None:
    """Hold one page to everything that a browser can see."""
    page, asked = open_page(browser, path, width, scheme)
    try:
        assert asked == []
        headings = page.evaluate(_HEADINGS)
        assert headings.count(1) == 1
        assert headings[0] == 1
        assert [b for a, b in pairwise(headings) if b > a + 1] == []
        assert page.evaluate(_LOST) == []
        assert page.evaluate(_SIDEWAYS) <= 0
        assert page.evaluate(_SMALL) == []
        axe = axe_source()
        assert axe is None or violations(page, axe) == []
    finally:
        page.close()


def check_report(browser: Browser, path: Path) -> None:
    """Hold a report to its size, and its first screen to all findings."""
    assert path.stat().st_size <= MOST_BYTES
    page, _asked = open_page(browser, path, 1440, "light")
    try:
        assert page.evaluate(LOWEST_FINDING) <= 900
        lost = [a for a in page.eval_on_selector_all("a[href]", "as => as.map(a => a.getAttribute('href'))") if _is_lost(path, a)]
        assert lost == []
    finally:
        page.close()


def _is_lost(path: Path, link: str) -> bool:
    name, _hash, place = link.partition("#")
    if not name or not (path.parent / "notebooks").exists():
        return False
    target = path.parent / name
    return not target.exists() or (bool(place) and f'id="{place}"' not in target.read_text(encoding="utf-8"))
