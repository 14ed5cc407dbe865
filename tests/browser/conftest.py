"""The browser and the pages that the tests of this folder look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from idic_lib.report import notebook_page, report_html
from idic_lib.text import use
from tests.browser.checks import axe_source
from tests.unit.report.mock_case import campaign_facts, decisions, meta, pictures, purchase_facts
from tests.unit.report.mock_notebook import mock_notebook

REQUIRED = os.environ.get("IDIC_REQUIRE_BROWSER") == "1"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _lacking(what: str) -> None:
    if REQUIRED:
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once; without one the tests are skipped, unless IDIC_REQUIRE_BROWSER=1 asks for it."""
    chromium = (
        os.environ.get("IDIC_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    if chromium is None:
        _lacking("no Chromium found: install one, or name it in IDIC_CHROMIUM")
    if axe_source() is None:
        _lacking("axe-core is not installed: pip install axe-playwright-python")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def mock_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the mock report, the report of a case with orders only, a Vietnamese one, and a notebook's page."""
    folder = tmp_path_factory.mktemp("pages")
    whole = [*purchase_facts(), *campaign_facts()]
    pages = {
        "whole": report_html(whole, decisions(), pictures(), meta()),
        "orders": report_html(purchase_facts(), decisions()[1:2], pictures(orders_only=True), meta(orders_only=True)),
        "notebook": notebook_page(mock_notebook(), title="2 Differentiate", lang="en", company="The retailer"),
    }
    use("vi")
    pages["vietnamese"] = report_html(whole, decisions(), pictures(), meta(language="vi"))
    use("en")
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in pages}
