"""JupyterLab as a user starts it, on a copy of the workbook, and a notebook run there from top to bottom."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page

REPO = Path(__file__).parents[2]
TOKEN = "only-for-this-test"  # noqa: S105 - opens a server that lives for a minute, on this machine alone
_WAIT = 90_000
_READY = """() => { const p = window.jupyterapp?.shell.currentWidget, k = p?.sessionContext?.session?.kernel;
  return Boolean(p?.content?.model && k && k.status === 'idle' && k.connectionStatus === 'connected'); }"""
_RAN = """() => { const p = window.jupyterapp.shell.currentWidget, k = p.sessionContext.session.kernel;
  const code = [...p.content.model.cells].filter(c => c.type === 'code');
  return code.some(c => [...Array(c.outputs.length).keys()].some(i => c.outputs.get(i).type === 'error'))
    || (code.length > 0 && k.status === 'idle' && code.every(c => c.executionCount !== null)); }"""
_SAVED = "async () => { await window.jupyterapp.commands.execute('docmanager:save'); }"


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it answers, and the copy of the workbook that it works in."""

    url: str
    tree: Path


def copy_of_the_workbook(tree: Path) -> Path:
    """Copy what a user has after a checkout, so that nobody's runs are touched; byte code comes along and saves a minute."""
    for part in ("idic_lib", "notebooks", "data"):
        shutil.copytree(REPO / part, tree / part)
    for path in (tree / "notebooks").glob("*.ipynb"):
        forget_outputs(path)
    return tree


def forget_outputs(path: Path) -> None:
    """Leave a notebook as if it had never run: whatever stands in it afterwards came from this run."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    path.write_text(json.dumps(notebook), encoding="utf-8")


@contextmanager
def started(tree: Path, own: Path, *, theme: str = "JupyterLab Light") -> Iterator[Lab]:
    """Start JupyterLab on the copy's notebooks with configuration of its own, and stop it."""
    port = _free_port()
    with (own / "log").open("w") as log:
        server = subprocess.Popen(_command(tree, port), env=_environment(tree, own, theme), stdout=log, stderr=log)
        try:
            lab = Lab(f"http://127.0.0.1:{port}", tree)
            _wait_for(lab, server, own / "log")
            yield lab
        finally:
            _stop(port, server)


def run_all(browser: Browser, lab: Lab, name: str, *, width: int = 1280) -> Page:
    """Open a notebook, choose Run All Cells, wait until every code cell has run, and save it; the page stays open."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{lab.url}/lab/tree/{name}?token={TOKEN}&reset")
    page.wait_for_function(_READY, timeout=_WAIT)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    page.wait_for_function(_RAN, timeout=_WAIT, polling=250)
    page.evaluate(_SAVED)
    return page


def code_cells(lab: Lab, name: str) -> list[dict[str, Any]]:
    """Read the code cells of a notebook as JupyterLab saved it."""
    cells = json.loads((lab.tree / "notebooks" / name).read_text(encoding="utf-8"))["cells"]
    return [c for c in cells if c["cell_type"] == "code"]


def _command(tree: Path, port: int) -> list[str]:
    options = {
        "ip": "127.0.0.1", "ServerApp.port": port, "ServerApp.port_retries": 0, "IdentityProvider.token": TOKEN,
        "ServerApp.root_dir": tree / "notebooks", "LabApp.expose_app_in_browser": True,
    }  # fmt: skip
    flags = ["--no-browser", "--allow-root"]
    return [sys.executable, "-m", "jupyterlab", *flags, *(f"--{name}={value}" for name, value in options.items())]


def _environment(tree: Path, own: Path, theme: str) -> dict[str, str]:
    folders = {f"JUPYTER_{k}_DIR": str(own / k.lower()) for k in ("CONFIG", "DATA", "RUNTIME")}
    labs = {f"JUPYTERLAB_{k}_DIR": str(own / k.lower()) for k in ("SETTINGS", "WORKSPACES")}
    settings = own / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}', encoding="utf-8")
    (settings / "themes.jupyterlab-settings").write_text(json.dumps({"theme": theme}), encoding="utf-8")
    return os.environ | folders | labs | {"PYTHONPATH": str(tree), "IPYTHONDIR": str(own / "ipython")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(lab: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{lab.url}/api?token={TOKEN}", timeout=2):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.25)
    raise RuntimeError("JupyterLab did not start:\n" + log.read_text(encoding="utf-8"))


def _stop(port: int, server: subprocess.Popen[bytes]) -> None:
    """Ask the server to stop, so that it ends its kernels; end it where it does not."""
    if server.poll() is None:
        try:
            with urlopen(Request(f"http://127.0.0.1:{port}/api/shutdown?token={TOKEN}", method="POST"), timeout=5):
                pass
        except (URLError, OSError):
            server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
