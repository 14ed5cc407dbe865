"""The exports of a case, found and opened: one view for each file of a source, all files of a source with the same columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from idic_lib.case import Case
from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.source import Source
from idic_lib.sources.convert import check_columns
from idic_lib.sources.database import fetch, sha256_of_rows
from idic_lib.sources.garbled import mend
from idic_lib.sources.layout import wanted
from idic_lib.sources.locate import locate, sha256, sha256_of_all
from idic_lib.sources.staging import STAGED, Staged, identifier, readable, stage


@dataclass(frozen=True, eq=False)
class Export:
    """One file of a source, or one answer of a database: its number among all files of the case, and the place of its source in case.toml, both from 0.

    `source` is that of this file alone, so that sentences name the file.
    """

    number: int
    place: int
    source: Source
    path: Path
    sha256: str

    @property
    def view(self) -> str:
        """Name of its staging view."""
        return f"{STAGED}_{self.number}"


def find_exports(case: Case, space: Path) -> list[Export]:
    """Find the files of every source, and read those sources that are databases into `space`; what is not there is an error."""
    found: list[Export] = []
    for place, source in enumerate(case.sources):
        if source.format == "postgres":
            path = fetch(source, space / f"database_{place}.parquet")
            found.append(Export(len(found), place, source, path, sha256_of_rows(path)))
            continue
        for name, path in locate(case, source).items():
            found.append(Export(len(found), place, source.model_copy(update={"file": name}), path, sha256(path)))
    _check_once(found)
    return found


def fingerprints(case: Case) -> dict[str, str]:
    """Hash every declared export, of a database what it holds now; an absent one is an error."""
    with TemporaryDirectory(prefix="idic-") as space:
        exports = find_exports(case, Path(space))
    return {source.label: sha256_of(e for e in exports if e.place == place) for place, source in enumerate(case.sources)}


def sha256_of(exports: Iterable[Export]) -> str:
    """Hash all files of one source."""
    return sha256_of_all({e.source.label: e.sha256 for e in exports})


def open_exports(engine: Engine, exports: Sequence[Export], space: Path) -> dict[int, Staged]:
    """Make the view of every export, by its number, its garbled letters restored.

    Raises InputError for a file that cannot be read, a mapped column that is not there, and a file whose columns differ from those of
    the first of its source.
    """
    opened: dict[int, Staged] = {}
    for export in exports:
        staged = stage(engine, export.source, export.path, _own(space, export), export.view)
        check_columns(export.source, staged.columns)
        _check_alike(export, staged, next(((e, opened[e.number]) for e in exports if e.place == export.place and e.number in opened), None))
        with readable(export.source):
            repairs = mend(engine, export.view, staged.read, _texts(engine, export.source, export.view))
        opened[export.number] = Staged(staged.columns, staged.read, {**staged.notes, **repairs})
    return opened


def notes_of(opened: Iterable[Staged]) -> dict[str, str | int]:
    """Unite what was found out about the files of one source: words once, counts summed, and how many files there are if several."""
    notes = [s.notes for s in opened]
    words = {k: ", ".join(sorted({str(n[k]) for n in notes if k in n})) for k in ("encoding",) if any(k in n for n in notes)}
    counts: Counter[str] = Counter()
    for found in notes:
        counts.update({k: n for k, n in found.items() if isinstance(n, int)})
    return {**words, **({"files": len(notes)} if len(notes) > 1 else {}), **counts}


def _own(space: Path, export: Export) -> Path:
    """Make a folder for the copy of one export: files in several folders may have one name."""
    folder = space / str(export.number)
    folder.mkdir(exist_ok=True)
    return folder


def _check_once(exports: Sequence[Export]) -> None:
    """Refuse two sources of one table that name the same file: their patterns overlap."""
    seen: set[tuple[str, Path, str | None]] = set()
    for e in exports:
        key = (e.source.table, e.path, e.source.sheet)
        if key in seen:
            raise InputError(
                f"{e.source.label}: two sources read this file for table {e.source.table}; its rows would count twice. Correct one's file in case.toml."
            )
        seen.add(key)


def _check_alike(export: Export, staged: Staged, first: tuple[Export, Staged] | None) -> None:
    if first is None or set(staged.columns) == set(first[1].columns):
        return
    more, less = (sorted(set(a) - set(b)) for a, b in ((staged.columns, first[1].columns), (first[1].columns, staged.columns)))
    what = f"it has a column '{more[0]}'" if more else f"it has no column '{less[0]}'"
    raise InputError(
        f"{export.source.label}: {what}, unlike {first[0].source.label}. Files of one source have the same columns: export it again, or make it a source of its own in case.toml."
    )


def _texts(engine: Engine, source: Source, view: str) -> list[str]:
    """List the columns of text that the case uses."""
    used = wanted(source)
    described = engine.connection.execute(f"select column_name, column_type from (describe {identifier(view)})").fetchall()
    return [str(name) for name, kind in described if kind == "VARCHAR" and name in used]
