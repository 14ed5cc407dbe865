"""The numbers of the property developer's world: `settings.toml`, checked."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from idic_lib.worlds.people import PeopleSettings
from idic_lib.worlds.property.kinds import Whole
from idic_lib.worlds.property.possible import possible
from idic_lib.worlds.property.sections import (
    Activities,
    Budget,
    Consent,
    Crm,
    Directions,
    Faults,
    Finance,
    Floors,
    Handover,
    Intent,
    Interior,
    Kano,
    Payments,
    Project,
    Referral,
    Repeats,
    SecondUnit,
    Service,
    Shock,
    Source,
    Speed,
    Stages,
    Stock,
    Survey,
    Team,
    Waves,
    World,
)
from idic_lib.worlds.records import RecordFaults
from idic_lib.worlds.settings import Settings, adds_to_one


class PropertySettings(Settings):
    """Everything planted in this world."""

    world: World
    shock: Shock
    crm: Crm
    intent: Intent
    speed: Speed
    sources: Annotated[dict[str, Source], Field(min_length=1)]
    waves: Waves
    repeats: Repeats
    budget: Budget
    stock: Stock
    projects: Annotated[dict[str, Project], Field(min_length=1)]
    service: Service
    needs: dict[str, Whole]
    needs_words: dict[str, str]
    directions: Directions
    floors: Floors
    interior: Interior
    kano: Kano
    finance: Finance
    second_unit: SecondUnit
    handover: Handover
    referral: Referral
    survey: Survey
    payments: Payments
    consent: Consent
    activities: Activities
    stages: Stages
    team: Team
    faults: Faults
    people: PeopleSettings
    records: RecordFaults

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        adds_to_one({name: s.share for name, s in self.sources.items()})
        possible(self)
        return self

    @property
    def base_rate(self) -> float:
        """A lead's chance of a contract, over all sources, with each source's share of all leads."""
        leads = {n: s.share / (1 - s.repeated) for n, s in self.sources.items()}
        return sum(leads[n] * self.sources[n].rate for n in leads) / sum(leads.values())
