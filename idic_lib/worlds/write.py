"""One world into one folder: `case.toml`, `raw` with the exports, `truth` for the grader."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from importlib import import_module
from pathlib import Path
from typing import Protocol

from idic_lib.case import CASES
from idic_lib.errors import InputError
from idic_lib.worlds.export import Exports
from idic_lib.worlds.people import MOST
from idic_lib.worlds.room import STAMP, Written, digest, make_room
from idic_lib.worlds.settings import Settings, read_settings

WORLDS = ("dairy", "property")
"""The worlds there are, each a room of this package with its `settings.toml`."""


class World(Protocol):
    """What the room of a world offers."""

    __name__: str
    SETTINGS: type[Settings]
    CUSTOMERS: int

    @staticmethod
    def write(settings: Settings, exports: Exports, *, customers: int, seed: int, faults: bool) -> None:
        """Write all exports and truths."""


def is_world(name: str) -> bool:
    """Whether there is a world of that name."""
    return name in WORLDS


def write_world(  # noqa: PLR0913 - one argument for each option of the command
    name: str,
    folder: Path,
    *,
    customers: int | None = None,
    seed: int = 1,
    faults: bool = True,
    force: bool = False,
    settings: Path | None = None,
) -> Path:
    """Write a world and return its folder, a case that `idic run` takes.

    The same name, number of customers, seed and settings give the same bytes. Without `faults` it is the clean twin: the
    same persons and answers, and the same purchases made on their own account, without dirt in the records and without bad practice
    in the contacts; who is written to differs, and so do the purchases that a message brings about.
    Raises InputError for an unknown world, an impossible size or setting, a folder that cannot be made, and one that holds something:
    with `force` only what a world wrote is written over, or what is no case.
    """
    if not is_world(name):
        raise InputError(f"There is no world '{name}'. Worlds: {', '.join(WORLDS)}.")
    world = _room(name)
    size = _size(world.CUSTOMERS if customers is None else customers, seed)
    planted = read_settings(world.SETTINGS, settings or settings_file(name))
    mark = Written(name, size, seed, faults, digest(settings)).stamp()
    make_room(folder, force=force)
    _write_exports(world, planted, folder, customers=size, seed=seed, faults=faults, mark=mark)
    _write_case(name, folder)
    return folder


def fill_case(name: str, folder: Path, *, customers: int | None = None, seed: int = 1, faults: bool = True) -> None:
    """Write a world's exports and truths into a case's folder that has its `case.toml` already; `raw/.world` says which world it is."""
    world = _room(name)
    planted = read_settings(world.SETTINGS, settings_file(name))
    size = _size(customers or world.CUSTOMERS, seed)
    mark = stamp(name, customers=size, seed=seed, faults=faults)
    _write_exports(world, planted, folder, customers=size, seed=seed, faults=faults, mark=mark)


def _size(customers: int, seed: int) -> int:
    if customers < 1 or seed < 0:
        raise InputError(f"--customers {customers} --seed {seed}: a world needs at least one customer and a seed of 0 or more.")
    if customers > MOST:
        raise InputError(
            f"--customers {customers:,}: a world has at most {MOST:,}, because there are no more phone numbers that nobody can have."
        )
    return customers


def stamp(name: str, *, customers: int, seed: int, faults: bool = True) -> str:
    """Say in one line of JSON of which world a case's exports are, down to the planted numbers and the code that write it."""
    own = Path(__file__).parent
    others = set(WORLDS) - {name}
    digest = hashlib.sha256()
    for path in sorted(p for p in own.rglob("*") if p.suffix in {".py", ".toml"} and p.relative_to(own).parts[0] not in others):
        digest.update(path.read_bytes())
    return json.dumps({"world": name, "customers": customers, "seed": seed, "faults": faults, "code": digest.hexdigest()[:16]}) + "\n"


def settings_file(name: str) -> Path:
    """Where the planted numbers of a world stand."""
    return Path(__file__).parent / name / "settings.toml"


def _room(name: str) -> World:
    return import_module(f"idic_lib.worlds.{name}")  # type: ignore[return-value]  # a module offers what the protocol asks for


def _write_exports(world: World, planted: Settings, folder: Path, *, customers: int, seed: int, faults: bool, mark: str) -> None:  # noqa: PLR0913 - a world's own options and where it goes
    """Write `raw` and `truth` whole or not at all: made aside, then moved; `mark` is kept as `raw/.world`."""
    making = folder / ".making"
    shutil.rmtree(making, ignore_errors=True)
    with Exports(making) as exports:
        exports.truth("world", name=world.__name__.rpartition(".")[2], customers=customers, seed=seed, faults=faults)
        world.write(planted, exports, customers=customers, seed=seed, faults=faults)
    (making / "raw" / STAMP).write_text(mark, encoding="utf-8", newline="\n")
    for part in ("raw", "truth"):
        shutil.rmtree(folder / part, ignore_errors=True)
        (making / part).rename(folder / part)
    making.rmdir()


def _write_case(name: str, folder: Path) -> None:
    """Give the folder the case's settings, under its own name where that is one, without the order to write the exports again."""
    text = re.sub(r"(?ms)^\[world\]$.*?(?=^\[|\Z)", "", (CASES / name / "case.toml").read_text(encoding="utf-8"))
    own = folder.resolve().name.lower()
    if re.fullmatch("[a-z0-9][a-z0-9_-]*", own):
        text = re.sub(r'(?m)^name = ".*"$', f'name = "{own}"', text, count=1)
    (folder / "case.toml").write_text(text, encoding="utf-8", newline="\n")
