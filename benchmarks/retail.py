"""The retail case from scratch and again: time, memory, size, requests, barriers and facts, each beside its target.

    python benchmarks/retail.py

About two minutes. Memory is the sum over the command and its kernels, read from /proc ten times a second; pages that they share are
counted once each, so it is an upper limit. The requests and barriers of the pages need Chromium (the tests look at them too).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MB = 1024 * 1024
EXACT = {
    "identify.rows.order_lines": 1469307,
    "identify.orders": 155848,
    "identify.customers": 2469,
    "identify.sales": 4596039.58,
    "identify.demographics.coverage": 801 / 2469,
    "interact.campaigns": 27,
}
CAMPAIGNS = {"8": 4.5, "13": 5.8, "18": 6.4, "9": -4.3, "11": -1.5, "17": -1.1}
LISTS = {"own_history.recall10": ">= .170", "own_history.ndcg10": ">= .535", "popularity.recall10": ".103"}


def line(what: str, measured: str, target: str) -> None:
    """Print one number beside its target."""
    print(f"{what:<44}{measured:>28}   target {target}", flush=True)


def tree_memory(root: int) -> int:
    """Return the resident memory of a process and its descendants in bytes, 0 where there is no /proc."""
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text(encoding="utf-8")
        except OSError:
            continue  # it ended while we looked
        numbers = dict(re.findall(r"^(PPid|VmRSS):\s+(\d+)", text, flags=re.MULTILINE))
        parents[int(status.parent.name)], sizes[int(status.parent.name)] = int(numbers.get("PPid", 0)), int(numbers.get("VmRSS", 0))
    inside = {root}
    while more := {child for child, parent in parents.items() if parent in inside} - inside:
        inside |= more
    return 1024 * sum(sizes.get(p, 0) for p in inside)


def timed_run(out: Path) -> tuple[float, int]:
    """Run the case as a user does; return seconds and the largest memory seen."""
    began, peak = time.perf_counter(), 0
    command = [sys.executable, "-m", "idic_lib", "run", "retail", "--out", str(out)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
        while process.poll() is None:
            peak = max(peak, tree_memory(process.pid))
            time.sleep(0.1)
    if process.returncode:
        sys.exit(f"idic run retail ended with exit code {process.returncode}")
    return time.perf_counter() - began, peak


def print_facts(folder: Path) -> None:
    """Print the facts that the case is held to."""
    facts = {f["id"]: f for f in json.loads((folder / "facts.json").read_text(encoding="utf-8"))}
    for name, expected in EXACT.items():
        line(name, f"{facts[name]['value']:.10g}", f"{expected:.10g}")
    for campaign, expected in CAMPAIGNS.items():
        fact = facts[f"interact.campaign.{campaign}.effect"]
        found = "stated in campaigns.py" if fact["value"] is None else f"{fact['value']:+.1%} ({fact['lo']:+.1%} to {fact['hi']:+.1%})"
        line(f"campaign {campaign}: {fact['verdict']}", found, f"about {expected:+.1f}%")
    line("campaigns called shown", str(sum(f["verdict"] == "shown" for f in facts.values())), "0")
    for name, target in LISTS.items():
        line(f"customize.{name}", f"{facts[f'customize.{name}']['value']:.4f}", target)
    line("facts stated", str(sum(f["value"] is not None for f in facts.values())), ">= 25")


def print_pages(folder: Path) -> None:
    """Print what a browser sees: requests and barriers of the report, light and dark."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None or find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
        print("requests and barriers: absent, they need Chromium and the packages playwright and axe-playwright-python")
        return
    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright

    from tests.browser.checks import SCHEMES, axe_source, open_page, violations

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for scheme in SCHEMES:
            page, asked = open_page(browser, folder / "report.html", 1440, scheme)
            line(f"report.html, {scheme}: outside requests", str(len(asked)), "0")
            line(f"report.html, {scheme}: axe violations", str(len(violations(page, axe_source() or ""))), "0")
            page.close()
        browser.close()


def main() -> None:
    """Print every number."""
    with tempfile.TemporaryDirectory() as name:
        for what, target in (("from scratch", "<= 90 s and <= 2,048 MB"), ("when nothing changed", "<= 5 s")):
            seconds, peak = timed_run(Path(name))
            line(f"idic run retail {what}", f"{seconds:.1f} s, {f'{peak / MB:,.0f} MB' if peak else 'memory not read'}", target)
        report = next(Path(name).rglob("report.html"))
        line("report.html", f"{report.stat().st_size:,} bytes", "<= 1,000,000")
        print_facts(report.parent)
        print_pages(report.parent)


if __name__ == "__main__":
    main()
