"""The first step of a run: the exports, loaded once into the run's folder."""

from __future__ import annotations

from pathlib import Path

from idic_lib.case import Case
from idic_lib.run import folders
from idic_lib.sources import load_case
from idic_lib.workspace import as_json, write_text


def prepare(case: Case, folder: Path, earlier: Path | None, inputs: dict[str, str]) -> None:
    """Load the exports into a run's folder, or take them over from a run that loaded the same ones, and keep the case beside them."""
    target = {"inputs": inputs, "case": case.model_dump_json(include={"case", "sources"})}
    stamp = as_json(target)
    if earlier is not None and (earlier / "loaded.json").exists() and (earlier / "loaded.json").read_text(encoding="utf-8") == stamp:
        folders.copy_tables(earlier, folder)
    else:
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        write_text(folder / "sources.json", as_json([loaded.as_json() for loaded in load_case(case, folder / "tables")]))
    write_text(folder / "loaded.json", stamp)
    write_text(folder / "case.json", case.model_dump_json(indent=2, exclude={"folder"}) + "\n")
