"""The pages of the retail run in a browser: the report at every width, the notebooks' pages at the narrowest and the widest."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from idic_lib.run.whole import RunResult
from idic_lib.workspace import STAGES
from tests.browser.checks import SCHEMES, WIDTHS, check_page, check_report

pytestmark = [pytest.mark.browser, pytest.mark.e2e]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_holds_in_the_browser(browser: Browser, retail_run: RunResult, width: int, scheme: str) -> None:
    check_page(browser, retail_run.report, width, scheme)


def test_the_report_is_small_its_findings_stand_on_the_first_screen_and_its_links_lead_somewhere(
    browser: Browser, retail_run: RunResult
) -> None:
    check_report(browser, retail_run.report)


@pytest.mark.parametrize(("width", "scheme"), [(WIDTHS[0], "light"), (WIDTHS[-1], "dark")])
@pytest.mark.parametrize("stage", STAGES)
def test_a_notebooks_page_holds_in_the_browser(browser: Browser, retail_run: RunResult, stage: str, width: int, scheme: str) -> None:
    check_page(browser, retail_run.path / "notebooks" / f"{STAGES.index(stage)}_{stage}.html", width, scheme)


def test_the_report_of_a_case_of_orders_only_holds_in_the_browser(browser: Browser, cdnow_run: RunResult) -> None:
    check_page(browser, cdnow_run.report, WIDTHS[0], "dark")
    check_report(browser, cdnow_run.report)
