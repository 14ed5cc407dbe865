"""The `idic` command: words in, sentences out; every error is a sentence and an exit code (0 good, 1 a run failed, 2 wrong input)."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from idic_lib.cli import cases, generated, identity  # their commands join the app
from idic_lib.cli.app import app

__all__ = ["app", "cases", "generated", "identity", "main"]


def main() -> None:
    """Run the command in UTF-8, on Windows too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
