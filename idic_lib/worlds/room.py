"""Where a world is written: room is made in an empty folder or in one that a world wrote, never over somebody's own case."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from idic_lib.errors import InputError
from idic_lib.worlds.export import is_empty_folder

STAMP = ".world"
"""Kept in `raw`: which world the exports are of."""
_CASE = ("case.toml", "raw", "truth")
"""What a world writes, and what a case of one's own is made of."""


@dataclass(frozen=True)
class Written:
    """A folder that `write_world` wrote whole, as its stamp says; `settings` is a digest of planted numbers of one's own, or empty."""

    world: str
    customers: int
    seed: int
    faults: bool
    settings: str = ""

    def stamp(self) -> str:
        """Say so in one line of JSON; `whole` sets it apart from the stamp of a case that had its own case.toml."""
        return json.dumps({**asdict(self), "whole": True}) + "\n"

    def command(self, folder: Path) -> str:
        """Return the command that writes the folder again."""
        twin = "" if self.faults else " --faults none"
        own = " --settings FILE (the planted numbers it was written with)" if self.settings else ""
        return f"idic world {self.world} --out {folder} --customers {self.customers} --seed {self.seed}{twin} --force{own}"


def written_world(folder: Path) -> Written | None:
    """Read which world wrote this folder; None where none wrote the whole of it."""
    try:
        found = json.loads((folder / "raw" / STAMP).read_text(encoding="utf-8"))
        if not found.pop("whole", False):
            return None
        return Written(**found)
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def digest(file: Path | None) -> str:
    """Return a short digest of a file of settings; empty without one."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file else ""


def make_room(folder: Path, *, force: bool) -> None:
    """Make the folder; InputError where it cannot be made or written to, or holds what must not be written over."""
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError(f"--out {folder}: that is a file. Name a folder.")
        if not is_empty_folder(folder):
            _may_be_written_over(folder, force=force)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"--out {folder}: this folder cannot be made: {error.strerror or error}. Name another.") from None
    if not os.access(folder, os.W_OK):
        raise InputError(f"--out {folder}: nothing may be written there. Name another folder.")


def _may_be_written_over(folder: Path, *, force: bool) -> None:
    own = [part for part in _CASE if (folder / part).exists()]
    if own and written_world(folder) is None:
        raise InputError(
            f"{folder} is not empty. It holds {' and '.join(own)} that 'idic world' did not write, and --force never deletes such a case. Name another folder."
        )
    if not force:
        raise InputError(f"{folder} is not empty. Name another folder, or add --force to write the world over what is there.")
