"""One engagement's settings: read once from `case.toml`, checked at the door, frozen from then on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from babel.numbers import get_currency_precision, is_currency
from pydantic import BaseModel, Field, ValidationError, model_validator

from idic_lib.errors import InputError
from idic_lib.source import AS_LIST, Frozen, Source, known_zone
from idic_lib.text import Language

CASES = Path(__file__).resolve().parent.parent / "data" / "cases"
"""Where a case given by its name is looked for."""

Share = Annotated[float, Field(gt=0, lt=1)]


class Engagement(Frozen):
    """Who the client is and at which date the workbook stands."""

    name: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9_-]*$")]
    company: str
    language: Language = "en"
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    as_of: date
    setting: Literal["repeat", "contract", "rare"] = "repeat"
    seed: int = 1
    customers_are: str = "customers"
    period: Annotated[tuple[date, date], AS_LIST] | None = None
    calibration_end: date | None = None
    timezone: str | None = None

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if not is_currency(self.currency):
            raise ValueError(f"currency {self.currency!r} is no ISO 4217 code")
        if self.period and not self.period[0] <= self.period[1]:
            raise ValueError(f"period ends on {self.period[1]}, before it begins")
        if self.calibration_end and self.calibration_end >= self.as_of - timedelta(days=1):
            raise ValueError(f"calibration_end is {self.calibration_end} and leaves no day before as_of {self.as_of} to judge by")
        if self.timezone is not None:
            known_zone(self.timezone)
        return self


class World(Frozen):
    """A generated case: its exports are written when they are absent, by this world."""

    name: Literal["dairy", "property"]
    customers: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0)] = 1


class Identify(Frozen):
    """Settings of notebook 1."""

    active_weeks: Annotated[int, Field(ge=1)] = 13


class Differentiate(Frozen):
    """Settings of notebook 2."""

    horizon_weeks: Annotated[int, Field(ge=1)] = 26
    tiers: Annotated[tuple[str, ...], AS_LIST] = ("top", "high", "middle", "low")
    tier_cuts: Annotated[tuple[Share, ...], AS_LIST] = (0.05, 0.20, 0.50)
    draws: Annotated[int, Field(ge=200)] = 1000
    won_stage: str | None = None
    """The stage of a lead that counts as a contract, in the client's word."""
    lost_stages: Annotated[tuple[str, ...], AS_LIST] = ()
    """Stages in which a lead is given up."""
    referral_sources: Annotated[tuple[str, ...], AS_LIST] = ()
    """Sources of leads that earlier buyers sent."""
    closed_sources: Annotated[tuple[str, ...], AS_LIST] = ()
    """Sources from which no more leads may be bought, such as lists without consent."""
    contract_weeks: Annotated[int, Field(ge=13)] = 104
    """Within how many weeks of its first day a lead's contract is looked for, where the leads are old enough."""
    margin_rate: Share | None = None
    """Contribution of a contract as a share of its price: an assumption of the case, not read from its data."""

    @model_validator(mode="after")
    def _one_name_more_than_cuts(self) -> Self:
        if len(self.tiers) != len(self.tier_cuts) + 1 or list(self.tier_cuts) != sorted(set(self.tier_cuts)):
            raise ValueError("tiers needs one name more than tier_cuts has rising shares")
        return self


class Interact(Frozen):
    """Settings of notebook 3."""

    holdout_share: Share = 0.2


class Customize(Frozen):
    """Settings of notebook 4."""

    half_life_days: Annotated[int, Field(ge=1)] = 90
    test_days: Annotated[int, Field(ge=7)] = 28
    cut: date | None = None
    exclude_departments: Annotated[tuple[str, ...], AS_LIST] = ()
    contacts: Annotated[int, Field(ge=1)] = 1000
    holdout_share: Share = 0.2
    cool_down_days: Annotated[int, Field(ge=0)] = 3
    consent_purpose: str | None = None

    @property
    def judged_until(self) -> date | None:
        """The first day after those that judge the lists, where the case says when they begin."""
        return self.cut + timedelta(days=self.test_days) if self.cut else None


class Measure(Frozen):
    """Settings of notebook 5."""

    power: Share = 0.8


class Case(Frozen):
    """Everything one engagement sets; `folder` is where case.toml lies."""

    folder: Path = Path()
    case: Engagement
    world: World | None = None
    sources: Annotated[tuple[Source, ...], AS_LIST]
    identify: Identify = Identify()
    differentiate: Differentiate = Differentiate()
    interact: Interact = Interact()
    customize: Customize = Customize()
    measure: Measure = Measure()

    @model_validator(mode="after")
    def _something_to_count(self) -> Self:
        tables = [s.table for s in self.sources]
        if not {"orders", "order_lines", "leads"} & set(tables):
            raise ValueError("no source supplies orders, order_lines or leads; one of them must be there")
        if self.customize.judged_until and self.customize.judged_until > self.as_of:
            raise ValueError(f"customize.cut {self.customize.cut} and test_days {self.customize.test_days} reach beyond as_of {self.as_of}")
        return self

    @model_validator(mode="after")
    def _sources_agree(self) -> Self:
        same = [s for n, s in enumerate(self.sources) if any((s.table, s.label) == (e.table, e.label) for e in self.sources[:n])]
        if same:
            raise ValueError(f"two sources supply table {same[0].table} from {same[0].label}; its rows would count twice. Remove one")
        away = [s for s in self.sources if s.is_instant and not self.case.timezone]
        if away:
            raise ValueError(
                f'source {away[0].label} has times of another zone, but case.timezone is not set; add the client\'s own, such as "Asia/Ho_Chi_Minh"'
            )
        unnumbered = not any(s.table == "orders" for s in self.sources) or any(
            s.table == "orders" and "order_id" not in s.columns for s in self.sources
        )
        lines = [s for s in self.sources if s.takes]
        if lines and unnumbered:
            column = lines[0].takes[0]
            raise ValueError(
                f"columns.{column} of {lines[0].label} is not mapped; order_lines needs it, or a source of orders that maps order_id"
            )
        return self

    @property
    def name(self) -> str:
        """The case's short name."""
        return self.case.name

    @property
    def as_of(self) -> date:
        """The date the workbook stands at; nothing dated on or after it counts."""
        return self.case.as_of

    @property
    def seed(self) -> int:
        """The seed of everything random."""
        return self.case.seed

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount."""
        return self.case.currency

    @property
    def minor(self) -> int:
        """Minor units in one major unit: 100 cents, 1 dong."""
        return int(10 ** get_currency_precision(self.case.currency))

    @property
    def period_begin(self) -> date | None:
        """First day that the exports were said to cover, where the case says so."""
        return self.case.period[0] if self.case.period else None

    @property
    def period_end(self) -> date:
        """Last day that counts: of the period that the exports were said to cover, and before `as_of`."""
        last = self.as_of - timedelta(days=1)
        return min(self.case.period[1], last) if self.case.period else last


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
