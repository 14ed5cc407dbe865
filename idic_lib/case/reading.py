"""Read `case.toml` once, with what the command line overrides; every error names the file, or the option, and the key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from idic_lib.case.differentiate import Differentiate
from idic_lib.case.engagement import Case
from idic_lib.case.stages import Customize, Identify, Interact, Measure
from idic_lib.errors import InputError
from idic_lib.source import Frozen

CASES = Path(__file__).resolve().parents[2] / "data" / "cases"
"""Where a case given by its name is looked for."""


def find(case: str | Path) -> Path:
    """Return the folder of a case given by name or path."""
    path = Path(case)
    for folder in (path, CASES / str(case)):
        if (folder / "case.toml").is_file():
            return folder.resolve()
    known = sorted(p.parent.name for p in CASES.glob("*/case.toml"))
    raise InputError(
        f"There is no case '{case}': neither {path / 'case.toml'} nor {CASES / str(case) / 'case.toml'} exists. Known cases: {', '.join(known)}. 'idic new' writes one."
    )


def read_case(case: str | Path, *, as_of: date | None = None, settings: Mapping[str, object] | None = None) -> Case:
    """Read, override and check one case; every error names the file, or the option, and the key.

    `as_of` stands for the case's own day; days that the case fixed for judging (`calibration_end`, `customize.cut`) and
    that no longer lie before it are proposed anew. `settings` maps `stage.name` to a value, as `idic run -p` gives it.
    """
    folder = find(case)
    file = folder / "case.toml"
    raw = _raw(file)
    if as_of is not None:
        _stand_at(raw, as_of)
    for key, value in (settings or {}).items():
        _override(raw, key, value)
    try:
        return Case(**raw).model_copy(update={"folder": folder})
    except ValidationError as error:
        raise InputError(_sentence(file, error, settings or {})) from None


def _raw(file: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: this is not readable TOML: {error}. Fix the line it names.") from None
    if "folder" in raw:
        raise InputError(f"{file}: unknown key 'folder'. Remove it or correct its spelling.")
    return raw


def _stand_at(raw: dict[str, Any], as_of: date) -> None:
    """Move a case to another day; what is of a wrong type is left to the check."""
    case, customize = raw.get("case"), raw.get("customize")
    if isinstance(case, dict):
        case["as_of"] = as_of
        _drop_from(case, "calibration_end", as_of - timedelta(days=1))
    if isinstance(customize, dict):
        days = customize.get("test_days", Customize().test_days)
        _drop_from(customize, "cut", as_of - timedelta(days=days - 1 if isinstance(days, int) else 0))


def _drop_from(section: dict[str, Any], key: str, day: date) -> None:
    if type(section.get(key)) is date and section[key] >= day:
        del section[key]


_STAGES = (Identify, Differentiate, Interact, Customize, Measure)
_SETTINGS: dict[str, type[Frozen]] = {stage.__name__.lower(): stage for stage in _STAGES}


def _override(raw: dict[str, Any], key: str, value: object) -> None:
    stage, _, name = key.partition(".")
    if stage not in _SETTINGS:
        raise InputError(f"-p {key}: there is no stage '{stage}' with settings. Stages: {', '.join(_SETTINGS)}. Write -p stage.name=value.")
    known = _SETTINGS[stage].model_fields
    if name not in known:
        raise InputError(f"-p {key}: {stage} has no setting '{name}'. It has: {', '.join(known)}.")
    own = raw.setdefault(stage, {})
    if isinstance(own, dict):
        own[name] = value


def parse_override(text: str) -> tuple[str, object]:
    """Read `stage.name=value`, the value as TOML (a bare word counts as text)."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise InputError(f"-p {text}: write -p stage.name=value, for example -p differentiate.horizon_weeks=13.")
    try:
        return key.strip(), tomllib.loads(f"v = {value}")["v"]
    except tomllib.TOMLDecodeError:
        return key.strip(), value


def _sentence(file: Path, error: ValidationError, settings: Mapping[str, object]) -> str:
    first = error.errors()[0]
    key = ".".join(str(p) for p in first["loc"])
    rest = error.error_count() - 1
    more = f" {rest} more like it." if rest else ""
    if first["type"] == "extra_forbidden":
        return f"{file}: unknown key '{key}'. Remove it or correct its spelling.{more}"
    if first["type"] == "missing":
        return f"{file}: key '{key}' is missing. Add it.{more}"
    problem = first["msg"].removeprefix("Value error, ")
    given = next((f"-p {name}" for name in settings if f"{key}.".startswith(f"{name}.")), "")
    place = given or (f"{file}: key '{key}'" if key else str(file))
    return f"{place}: {_found(first['input'])}{problem[0].lower() + problem[1:]}. Correct it.{more}"


def _found(value: object) -> str:
    """Quote what was found, unless it is a whole section."""
    return "" if isinstance(value, (Mapping, BaseModel)) or len(repr(value)) >= 80 else f"found {value!r}; "
