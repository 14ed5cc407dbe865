"""A world's planted numbers: read once from one settings file, checked at the door, frozen from then on."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from idic_lib.errors import InputError

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of a whole, from 0 to 1."""
Rate = Annotated[float, Field(ge=0)]
"""How often, per person and unit of time; an amount of money, in dong."""
Count = Annotated[int, Field(ge=0)]
"""A number of things."""
Change = Annotated[float, Field(gt=-1)]
"""A relative change: 0.06 is 6 % more."""


class Settings(BaseModel):
    """Frozen; an unknown key, a missing one or an impossible number (inf and nan among them) is an error that names the key."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


Shares = Annotated[dict[str, Share], Field(min_length=1)]
"""Shares by name; `adds_to_one` holds them to a whole."""

S = TypeVar("S", bound=Settings)


def adds_to_one(shares: dict[str, float]) -> dict[str, float]:
    """Check that the parts make a whole (for pydantic's AfterValidator)."""
    total = sum(shares.values())
    if abs(total - 1) > 1e-9:
        raise ValueError(f"the shares {', '.join(shares)} add to {total:.4f}, not to 1")
    return shares


def read_settings(model: type[S], file: Path) -> S:
    """Read one world's settings file; every error names the file and the key."""
    try:
        raw: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: these settings cannot be read: {error}. Correct the file or leave --settings out.") from None
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise InputError(_sentence(file, error)) from None


def _sentence(file: Path, error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(str(p) for p in first["loc"]) or "the settings"
    found = f" found {first['input']!r};" if not isinstance(first["input"], dict) else ""
    more = f" {error.error_count() - 1} more like it." if error.error_count() > 1 else ""
    return f"{file}: {key}:{found} {first['msg'].removeprefix('Value error, ')}. Correct it.{more}"
