"""The first step of a run: the exports, loaded once into the run's folder."""

from __future__ import annotations

import json
from pathlib import Path

from idic_lib.case import Case
from idic_lib.run import folders
from idic_lib.run.answers import of_exports
from idic_lib.sources import load_beside, load_case
from idic_lib.workspace import PRIVATE, as_json, write_text


def prepare(case: Case, folder: Path, earlier: Path | None, inputs: dict[str, str]) -> None:
    """Load the exports into a run's folder, or take them over from a run that loaded the same ones, and keep the case beside them."""
    stamp = {"inputs": inputs, "case": case.model_dump_json(include={"case", "sources"})}
    if earlier is not None and _exports(earlier / "loaded.json") == (of_exports(inputs), stamp["case"]):
        folders.copy_tables(earlier, folder)
    else:
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        write_text(folder / "sources.json", as_json([loaded.as_json() for loaded in load_case(case, folder / "tables", folder / PRIVATE)]))
    load_beside(case, folder / "tables", folder / PRIVATE)
    write_text(folder / "loaded.json", as_json(stamp))
    write_text(folder / "case.json", case.model_dump_json(indent=2, exclude={"folder"}) + "\n")


def _exports(loaded: Path) -> tuple[dict[str, str], str] | None:
    """Read which exports, of which case, a run has loaded."""
    if not loaded.exists():
        return None
    stamp = json.loads(loaded.read_text(encoding="utf-8"))
    return of_exports(stamp["inputs"]), stamp["case"]
