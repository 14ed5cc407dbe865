"""Where an export lies: beside case.toml, or inside an installed package; one file, or all those that a pattern names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from idic_lib.case import Case
from idic_lib.errors import InputError
from idic_lib.source import Source

_OPEN_ELSEWHERE = ("~$", ".")
"""How files begin that no one exported: what Excel keeps beside an open file, and what is hidden."""


def locate(case: Case, source: Source) -> dict[str, Path]:
    """Return the file of a source by its name in case.toml, or all that its pattern names, in order; none there, or no such package, is an error that says so."""
    root = _package_folder(case, source) if source.package else case.folder
    path = root / source.file
    found = {source.file: path} if path.is_file() else _matching(root, source.file)
    if not found:
        where = f"package {source.package}" if source.package else f"{case.folder}"
        folder = f' It is a folder: name its files, as in "{source.file.rstrip("/")}/*.csv".' if path.is_dir() else ""
        raise InputError(
            f"case {case.name}: source '{source.file}' for table {source.table} is not in {where}.{folder} Put the export there or correct [[sources]] file."
        )
    return found


def _matching(root: Path, pattern: str) -> dict[str, Path]:
    if not any(sign in pattern for sign in "*?["):
        return {}
    anchor = Path(pattern).anchor
    base = Path(anchor) if anchor else root
    files = sorted(p for p in base.glob(pattern[len(anchor) :]) if p.is_file() and not p.name.startswith(_OPEN_ELSEWHERE))
    return {anchor + p.relative_to(base).as_posix(): p for p in files}


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


def sha256_of_all(hashes: Mapping[str, str]) -> str:
    """Hash the hashes of several files with their names; that of a single one is its own."""
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    return hashlib.sha256("".join(f"{name}\0{digest}\n" for name, digest in sorted(hashes.items())).encode()).hexdigest()
