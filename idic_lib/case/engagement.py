"""One engagement: who the client is, which exports there are, and what each notebook is set to."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from babel.numbers import get_currency_precision, is_currency
from pydantic import Field, model_validator

from idic_lib.case.differentiate import Differentiate
from idic_lib.case.stages import Customize, Identify, Interact, Measure
from idic_lib.external import External
from idic_lib.source import AS_LIST, Frozen, Source, known_zone
from idic_lib.text import Language


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


class Case(Frozen):
    """Everything one engagement sets; `folder` is where case.toml lies."""

    folder: Path = Path()
    case: Engagement
    world: World | None = None
    sources: Annotated[tuple[Source, ...], AS_LIST]
    external: Annotated[tuple[External, ...], AS_LIST] = ()
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
