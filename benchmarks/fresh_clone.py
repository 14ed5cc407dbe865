"""How long `make report` takes on a fresh clone, downloads included, and again: `python benchmarks/fresh_clone.py` (three minutes).

Target: 6 minutes. It clones the last commit of this checkout, so what is not committed is not measured; pip's own cache is not used.
Without git, make or a package index it says so and measures nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VARIABLES = {"PIP_NO_CACHE_DIR": "1"}


def timed(folder: Path, *command: str) -> float | None:
    """Run a command in a folder and return its seconds, None where it failed; its last lines are shown then."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=os.environ | VARIABLES, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    if done.returncode:
        print(*(done.stdout + done.stderr).splitlines()[-5:], sep="\n")
        return None
    return time.perf_counter() - began


def main() -> None:
    """Print the two times."""
    absent = [name for name in ("git", "make") if shutil.which(name) is None]
    if absent or not (ROOT / ".git").exists():
        print(f"absent: {', '.join(absent) or 'a git checkout to clone'}")
        return
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name) / "clone"
        timed(Path(name), "git", "clone", "--quiet", str(ROOT), str(clone))
        for what, target in (("on a fresh clone", "<= 360 s"), ("again", "none")):
            seconds = timed(clone, "make", "report", f"PYTHON={getattr(sys, '_base_executable', sys.executable)}")
            print(f"make report {what:<20}{'failed' if seconds is None else f'{seconds:6.0f} s'}   target {target}", flush=True)
            if seconds is None:
                return


if __name__ == "__main__":
    main()
