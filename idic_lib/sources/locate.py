"""Where an export lies: beside case.toml, or inside an installed package."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from idic_lib.case import Case
from idic_lib.errors import InputError
from idic_lib.source import Source


def locate(case: Case, source: Source) -> Path:
    """Return the file of a source; a file or package that is not there is an error that says so."""
    root = _package_folder(case, source) if source.package else case.folder
    path = root / source.file
    if not path.is_file():
        where = f"package {source.package}" if source.package else f"{case.folder}"
        raise InputError(
            f"case {case.name}: source '{source.file}' for table {source.table} is not in {where}. Put the export there or correct [[sources]] file."
        )
    return path


def _package_folder(case: Case, source: Source) -> Path:
    try:
        spec = find_spec(str(source.package))
    except (ImportError, ValueError):  # a dotted name whose parent is absent, or no name at all
        spec = None
    if spec is None or spec.origin is None:
        raise InputError(
            f"case {case.name}: package '{source.package}' for table {source.table} is not installed. Install it or correct [[sources]] package."
        )
    return Path(spec.origin).parent


def sha256(path: Path) -> str:
    """Hash a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
