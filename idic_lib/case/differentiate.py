"""What a case sets for notebook 2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from idic_lib.source import AS_LIST, Frozen

Share = Annotated[float, Field(gt=0, lt=1)]
Words = Annotated[tuple[str, ...], AS_LIST]
CostRole: TypeAlias = Literal["delivery", "return", "ticket", "coupon", "acquisition", "contact"]


class TierRule(Frozen):
    """Who belongs to a service tier: every condition that is given must hold; the first rule that holds decides."""

    tier: str
    value_top: Share | None = None
    """Among this share of customers by expected contribution (or sales, where costs are unknown)."""
    growth_top: Share | None = None
    """Among this share by unrealised potential."""
    past_top: Share | None = None
    """Among this share by what they have brought so far."""
    active_from: Annotated[float, Field(ge=0, le=1)] | None = None
    """At least so likely to buy within the horizon."""
    active_below: Annotated[float, Field(ge=0, le=1)] | None = None
    """Less likely than this to buy within the horizon."""


TIER_RULES = (
    TierRule(tier="VVIP", value_top=0.02, active_from=0.5),
    TierRule(tier="VIP", value_top=0.10, active_from=0.5),
    TierRule(tier="at risk", past_top=0.30, active_below=0.5),
    TierRule(tier="loyal", active_from=0.8),
    TierRule(tier="potential", growth_top=0.30),
    TierRule(tier="other"),
)


class Satisfaction(Frozen):
    """Which questions of the surveys say what, in the client's words."""

    attitude: Words = ()
    """Questions whose answer is a mark of satisfaction."""
    satisfied_from: float = 4
    """The lowest mark of a satisfied customer."""
    advocacy: Words = ()
    """Questions whose answer is a mark of recommendation."""
    advocate_from: float = 9
    critic_to: float = 6
    words: Words = ()
    """Questions answered in free text."""
    drawn_at_random: Words = ()
    """Those of the questions above that were put to customers drawn at random who (nearly) all answered."""
    channel: str | None = None
    """The question whose answer says through which channel somebody was asked."""


class Differentiate(Frozen):
    """Settings of notebook 2."""

    horizon_weeks: Annotated[int, Field(ge=1)] = 26
    tiers: Words = ("top", "high", "middle", "low")
    tier_cuts: Annotated[tuple[Share, ...], AS_LIST] = (0.05, 0.20, 0.50)
    draws: Annotated[int, Field(ge=200)] = 1000
    won_stage: str | None = None
    """The stage of a lead that counts as a contract, in the client's word."""
    lost_stages: Words = ()
    """Stages in which a lead is given up."""
    referral_sources: Words = ()
    """Sources of leads that earlier buyers sent."""
    closed_sources: Words = ()
    """Sources from which no more leads may be bought, such as lists without consent."""
    contract_weeks: Annotated[int, Field(ge=13)] = 104
    """Within how many weeks of its first day a lead's contract is looked for, where the leads are old enough."""
    margin_rate: Share | None = None
    """Contribution as a share of the price, before the costs named below: an assumption of the case, used where no cost is supplied."""
    margin_rates: Mapping[str, Share] = {}
    """The same by kind of product (of `units` or `products`), from the accounts."""
    costs: Mapping[CostRole, str] = {}
    """Under which `per` table costs states what a delivery, a return, a ticket, a used coupon, a new customer or a contact costs."""
    tier_rules: Annotated[tuple[TierRule, ...], AS_LIST] = TIER_RULES
    """Service tiers, the first rule that holds decides; the last has no condition."""
    view: Literal["pyramid", "loyalty", "significance"] = "pyramid"
    """One further view of the portfolio: the customer pyramid, loyalty against profit, or strategically significant customers."""
    needs_from: str = "category"
    """The column of products whose kinds tell needs apart."""
    needs_trait: str | None = None
    """A trait of contacts in which customers state their need."""
    need_cost: Annotated[float, Field(gt=0)] | None = None
    """What it costs to serve one more need over the horizon, in the case's currency."""
    criteria: Mapping[str, Words] = {}
    """Traits to hold against value and behaviour as criteria, by kind: geography, demography, firm."""
    criterion_in_use: str | None = None
    """The trait by which the client groups customers today."""
    sensitive: Words = ("age", "gender", "marital_status", "income", "religion", "ethnicity", "health", "kids_count", "household_comp")
    """Traits by which nobody should be chosen or left out without a lawful reason."""
    satisfaction: Satisfaction = Satisfaction()
    problems: Mapping[str, Words] = {}
    """What a complaint is about: name, and words of which one must stand in the text."""
    service_budget: Annotated[float, Field(gt=0)] | None = None
    """What may be spent on service beyond the ordinary over the horizon, in the case's currency."""
    service_cost: Annotated[float, Field(gt=0)] | None = None
    """What such service costs for one customer over the horizon."""

    @model_validator(mode="after")
    def _one_name_more_than_cuts(self) -> Self:
        if len(self.tiers) != len(self.tier_cuts) + 1 or list(self.tier_cuts) != sorted(set(self.tier_cuts)):
            raise ValueError("tiers needs one name more than tier_cuts has rising shares")
        return self

    @model_validator(mode="after")
    def _last_rule_takes_all(self) -> Self:
        names = [rule.tier for rule in self.tier_rules]
        if len(set(names)) != len(names) or not names:
            raise ValueError("tier_rules names a tier twice, or none")
        if self.tier_rules[-1].model_dump(exclude={"tier"}, exclude_none=True):
            raise ValueError(f"the last of tier_rules, {names[-1]!r}, has a condition; leave it open so that everybody has a tier")
        return self

    @model_validator(mode="after")
    def _budget_with_its_cost(self) -> Self:
        if (self.service_budget is None) != (self.service_cost is None):
            raise ValueError("service_budget and service_cost go together: how much there is, and what it costs for one customer")
        return self
