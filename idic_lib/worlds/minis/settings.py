"""The numbers of the small worlds: `settings.toml`, checked."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from idic_lib.worlds.settings import Count, Rate, Settings, Share

Counts = dict[str, Count]
Pair = Annotated[list[Rate], Field(min_length=2, max_length=2)]


def part_of(parts: Counts, whole: Counts, name: str) -> None:
    """Check that no part is larger than its whole."""
    wrong = [k for k in whole if parts.get(k, 0) > whole[k]] + sorted(set(parts) - set(whole))
    if wrong:
        raise ValueError(f"{name}.{wrong[0]} is more than there are")


class SaasTrial(Settings):
    """Trials and upgrades."""

    accounts: Count
    first_half: Count
    calls: Count
    upgrade_value: Rate
    sizes: Counts
    use: Counts
    upgrades: Counts
    last_days: Counts

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(self.sizes.values()) != self.accounts or sum(self.use.values()) != self.accounts:
            raise ValueError("sizes and use must add to accounts")
        part_of(self.upgrades, self.use, "upgrades")
        return self


class B2bSize(Settings):
    """Firms large and small."""

    call_cost: Rate
    order_margin: Rate
    firms: Counts
    ready: Counts
    asked_ready: Counts
    asked_others: Counts

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        part_of(self.ready, self.firms, "ready")
        part_of(self.asked_ready, self.ready, "asked_ready")
        part_of(self.asked_others, {k: n - self.ready[k] for k, n in self.firms.items()}, "asked_others")
        return self


class CouponTiming(Settings):
    """A coupon some days after a large order."""

    coupon: Rate
    smaller_coupon: Rate
    basket_margin: Rate
    per_arm: Counts
    bought_with: Counts
    bought_without: Counts
    first_day: Counts
    last_day: Counts

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        part_of(self.bought_with, self.per_arm, "bought_with")
        part_of(self.bought_without, self.per_arm, "bought_without")
        return self


class ChannelAge(Settings):
    """Answers by channel and age."""

    sent: Counts
    answered: Counts

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        part_of(self.answered, self.sent, "answered")
        return self


class CosmeticsHaircare(Settings):
    """What is bought next."""

    people: Counts
    rule: dict[str, str]
    rule_right: Counts
    wanted_instead: dict[str, str]
    last_right: Count

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        part_of(self.rule_right, self.people, "rule_right")
        if self.last_right > sum(self.people.values()):
            raise ValueError("last_right is more than there are people")
        return self


class RocErosion(Settings):
    """Cash now, equity later."""

    customers: Count
    margin_per_order: Rate
    discount_rate: Rate
    orders: Pair
    retention: Annotated[list[Share], Field(min_length=2, max_length=2)]
    spread: Rate
    mailings: list[Count]
    responses: list[Count]
    mailing_cost: Rate


class MiniSettings(Settings):
    """Everything planted in the small worlds."""

    saas_trial: SaasTrial
    b2b_size: B2bSize
    coupon_timing: CouponTiming
    channel_age: ChannelAge
    cosmetics_haircare: CosmeticsHaircare
    roc_erosion: RocErosion
