"""What a case sets for each notebook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from idic_lib.source import AS_LIST, Frozen

Share = Annotated[float, Field(gt=0, lt=1)]


class Identify(Frozen):
    """Settings of notebook 1."""

    active_weeks: Annotated[int, Field(ge=1)] = 13
    region: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    """Country (ISO 3166) whose rules for phones, names and provinces hold; without it numbers are read as they stand."""
    name_order: Literal["family first", "given first"] = "family first"
    """How full names are written."""
    compare: Annotated[tuple[str, ...], AS_LIST] = ()
    """Traits of contacts that help to tell persons apart, beside name, phone, e-mail, birth and address."""
    threshold: Share | None = None
    """Probability from which two records are one person; chosen from the data where it is not given."""
    review_pairs: Annotated[int, Field(ge=0)] = 50
    """How many doubtful pairs of records the review file lists."""
    look_up: Annotated[tuple[str, ...], AS_LIST] = ("full_name", "phone", "email", "address", "last_order")
    """What somebody who answers a call needs to see of the caller in one look-up."""
    stale_days: Annotated[int, Field(ge=1)] = 730
    """From which age on a record counts as stale."""
    purposes: Mapping[str, str] = {}
    """Which decision each field serves; a field without one should not be collected."""
    go_on: bool = False
    """Whether the later notebooks run although notebook 1 blocks."""
    checked_sample: str | None = None
    """A CSV beside case.toml with cells that somebody checked by hand: record_id, field, right (yes or no)."""
    commission_rate: Share | None = None
    """What a broker gets of a contract's price, from the accounts."""
    sources_cost: str | None = None
    """The `per` under which table costs states what each source of new customers cost."""


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
