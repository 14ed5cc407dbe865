"""What lies beside a case's exports: tables from outside the client, and the cells that somebody checked by hand."""

from __future__ import annotations

from pathlib import Path

from idic_lib.case import Case
from idic_lib.errors import InputError
from idic_lib.sources import exports
from idic_lib.sources.external import read_external
from idic_lib.sources.locate import sha256
from idic_lib.sources.sample import read_sample

EXTERNAL = "external_"
SAMPLE = "checked_sample.parquet"


def fingerprints(case: Case) -> dict[str, str]:
    """Hash every declared export and all that lies beside them; what is absent is an error."""
    return exports.fingerprints(case) | {f"beside {path.name}": sha256(_there(case, path)) for path in _files(case)}


def load_beside(case: Case, tables: Path, private: Path) -> None:
    """Read what lies beside the exports into a run: `external_<name>` among its tables, checked cells among what is private."""
    for external in case.external:
        read_external(case.folder, external).to_parquet(tables / f"{EXTERNAL}{external.name}.parquet", index=False)
    if case.identify.checked_sample:
        private.mkdir(parents=True, exist_ok=True)
        read_sample(case).to_parquet(private / SAMPLE, index=False)


def _files(case: Case) -> list[Path]:
    named = [e.file for e in case.external] + ([case.identify.checked_sample] if case.identify.checked_sample else [])
    return [case.folder / name for name in dict.fromkeys(named)]


def _there(case: Case, path: Path) -> Path:
    if not path.is_file():
        raise InputError(f"case {case.name}: there is no file {path}. Put it there, or take its name out of case.toml.")
    return path
