"""The truths T1 to T15 of one world, gathered piece by piece and stated in plain numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy import effects, expected
from idic_lib.worlds.dairy.expected_value import value_shares
from idic_lib.worlds.dairy.future import future_sums
from idic_lib.worlds.dairy.history import History, World
from idic_lib.worlds.dairy.service import PROBLEMS
from idic_lib.worlds.dairy.visits import FIRST_CAMPAIGN, PILOT
from idic_lib.worlds.export import Exports

Ints = NDArray[np.int64]
_STRANGER = -1
_AGES = {"young": "clicks", "old": "clicks_old"}


@dataclass
class Tally:
    """Sums of all pieces, and the few columns that a share of the whole needs."""

    sums: Counter[str] = field(default_factory=Counter)
    campaigns: dict[str, Counter[str]] = field(default_factory=dict)
    persons: list[pd.DataFrame] = field(default_factory=list)
    phones: dict[str, list[NDArray[np.uint64]]] = field(default_factory=dict)
    coupons: list[pd.DataFrame] = field(default_factory=list)
    retention: list[pd.DataFrame] = field(default_factory=list)


def tally_records(tally: Tally, registry: pd.DataFrame) -> None:
    """Count records and distinct phones: as typed, digits only, and in today's form."""
    typed = registry["dien_thoai"].dropna()
    digits = typed.str.replace(r"\D", "", regex=True)
    national = digits.str.replace(r"^(?:00)?84", "0", regex=True)
    today = national.str.replace(r"^0199([0-9])(\d{6})$", r"059\1\2", regex=True)
    tally.sums["records"] += len(registry)
    for name, texts in (("raw", typed), ("digits", digits), ("national", national), ("today", today)):
        hashed = pd.util.hash_array(texts[texts != ""].to_numpy(dtype=object))
        tally.phones.setdefault(name, []).append(np.unique(hashed))


def tally_orders(tally: Tally, past: History) -> None:
    """Sum store revenue, the pilot's windows and every campaign's sales."""
    till = past.orders[(past.orders["kind"] == 0) & (past.orders["day"] < past.world.clock.today) & ~past.orders["lost"]]
    tally.sums["till"] += int(till["amount"].sum())
    tally.sums["till_strangers"] += int(till.loc[till["person"] == _STRANGER, "amount"].sum())
    tally.sums["till_no_card"] += int(till.loc[(till["person"] == _STRANGER) | till["by_phone"], "amount"].sum())
    _tally_pilot(tally, past, till)
    counted = effects.counted(past)
    for campaign in past.world.settings.campaigns:
        tally.campaigns.setdefault(campaign.id, Counter()).update(effects.campaign_sums(campaign, past, counted))
        if campaign.kind == "coupon":
            tally.coupons.append(effects.coupon_answers(campaign, past, counted))
        if campaign.kind == "retention":
            tally.retention.append(effects.retention_chances(campaign, past))


def _tally_pilot(tally: Tally, past: History, till: pd.DataFrame) -> None:
    stores = past.world.settings.stores
    launch = past.world.clock.day(stores.launch_on)
    pilot = past.world.shops.pilot[till["shop"]]
    for name, (first, last) in {"before": (-stores.days_before, -1), "after": (0, stores.days_after - 1)}.items():
        within = till["day"].between(launch + first, launch + last)
        for arm, own in (("pilot", pilot), ("control", ~pilot)):
            tally.sums[f"{arm}_{name}"] += int(till.loc[within & own, "amount"].sum())
        tally.sums[f"pilot_{name}_added"] += int(till.loc[within & (till["cause"] == PILOT), "amount"].sum())


def tally_touches(tally: Tally, past: History, touches: dict[str, pd.DataFrame]) -> None:
    """Count sends, clicks and opens by channel and age; `touches` holds for each campaign the exported rows under the list's row numbers."""
    old_from = past.world.settings.messages.old_from
    for campaign in past.world.settings.campaigns:
        made, touched = touches[campaign.id], past.lists[campaign.id].touched
        made = made[made["gui_luc"].notna()]
        old = (touched["age"] >= old_from).to_numpy()[made.index]
        for name, own in (("old", old), ("young", ~old)):
            tally.sums[f"sent_{campaign.channel}_{name}"] += int(own.sum())
            tally.sums[f"clicks_{campaign.channel}_{name}"] += int((made["bam"] == "1").to_numpy()[own].sum())
        if campaign.channel == "email":
            tally.sums["emails"] += len(made)
            tally.sums["opens"] += int((made["mo"] != "").sum())
            tally.sums["opens_proxy"] += int((made["mo"] == "proxy").sum())


def state_truths(tally: Tally, world: World, exports: Exports) -> None:
    """Write truth.json."""
    persons = pd.concat(tally.persons, ignore_index=True)
    exports.truth("world", as_of=f"{world.settings.span.as_of}")
    _state_identity(tally, persons, exports)
    _state_value(tally, persons, exports)
    _state_satisfaction(persons, exports)
    _state_messages(tally, world, exports)
    _state_campaigns(tally, world, exports)
    _state_pilot(tally, world, exports)
    exports.truth(
        "T12",
        subsidised_share=tally.sums["points_anyhow"] / max(tally.sums["points_orders"], 1),
        planted=world.settings.extras.points_subsidised,
    )
    exports.truth("season", **expected.expected_season(world.settings))
    exports.truth("T13", **{option.name: option.face for option in world.settings.options})
    exports.truth("T14", **world.settings.kano.features)
    _state_story(tally, persons, exports)


def _state_identity(tally: Tally, persons: pd.DataFrame, exports: Exports) -> None:
    distinct = {name: len(np.unique(np.concatenate(parts))) for name, parts in tally.phones.items()}
    households = int(persons["household_id"].nunique())
    exports.truth("T1", persons=len(persons), households=households, records=tally.sums["records"], distinct_raw_phones=distinct["raw"], digits_only=distinct["digits"],
                  after_country_code=distinct["national"], after_prefix_map=distinct["today"])  # fmt: skip
    till = tally.sums["till"]
    exports.truth(
        "T2",
        anonymous_share=tally.sums["till_strangers"] / till,
        without_customer_card=tally.sums["till_no_card"] / till,
        store_revenue=till,
    )
    shares = persons["segment"].value_counts(normalize=True)
    exports.truth(
        "T4", explained_by_province=_explained(persons, "province"), explained_by_need=_explained(persons, "segment"), **shares.to_dict()
    )


def _explained(persons: pd.DataFrame, group: str) -> float | None:
    """Return the share of the variance of the (log) average paid per order that a grouping explains (adjusted for the number of groups)."""
    own = persons[persons["orders"] > 0]
    value = np.log(own["revenue"] / own["orders"])
    within = value - value.groupby(own[group]).transform("mean")
    freedom = (len(own) - 1) / max(len(own) - own[group].nunique(), 1)
    spread = ((value - value.mean()) ** 2).sum()
    return float(1 - (within**2).sum() / spread * freedom) if spread > 0 else None


def _state_value(tally: Tally, persons: pd.DataFrame, exports: Exports) -> None:
    active = persons[persons["orders"] > 0]
    shares = value_shares(active["revenue"].to_numpy(), active["contribution"].to_numpy())
    exports.truth("T3", overlap=shares.overlap, below_zero_share=shares.below_zero, below_zero_top_decile=shares.below_zero_top, active=len(active),
                  hunters=float(persons["hunter"].mean()))  # fmt: skip
    exports.truth("T5", **{name.removeprefix("future_"): n for name, n in tally.sums.items() if name.startswith("future_")})


def _state_satisfaction(persons: pd.DataFrame, exports: Exports) -> None:
    unhappy = persons[persons["problem"] != ""].groupby("problem")["revenue"].agg(["size", "sum"]).reindex(PROBLEMS, fill_value=0)
    answered, asked = persons.loc[persons["answered"], "satisfied"], persons.loc[persons["asked_again"], "satisfied"]
    exports.truth("T6", respondents=len(answered), respondents_satisfied=_mean(answered), all_satisfied=_mean(persons["satisfied"]),
                  follow_up=len(asked), follow_up_satisfied=_mean(asked), decision="fix" if persons["satisfied"].mean() < 0.5 else "reward",
                  top_problem_by_count=str(unhappy["size"].idxmax()), top_problem_by_value=str(unhappy["sum"].idxmax()))  # fmt: skip
    exports.truth("T6", **{f"count_{p}": n for p, n in unhappy["size"].items()}, **{f"value_{p}": n for p, n in unhappy["sum"].items()})


def _state_messages(tally: Tally, world: World, exports: Exports) -> None:
    """State answers by channel and age; where nothing was sent, as in the clean twin to some, what would have been answered."""
    for channel in world.settings.messages.clicks:
        planted = {age: getattr(world.settings.messages, of)[channel] for age, of in _AGES.items()}
        sent, clicks = ({age: tally.sums[f"{what}_{channel}_{age}"] for age in _AGES} for what in ("sent", "clicks"))
        exports.truth("T7", **{channel: sum(clicks.values()) / max(sum(sent.values()), 1)})
        exports.truth("T7", **{f"{channel}_{age}": clicks[age] / sent[age] if sent[age] else planted[age] for age in _AGES})
        exports.truth("T7", **{f"planted_{channel}_{age}": chance for age, chance in planted.items()})
    emails, reported = max(tally.sums["emails"], 1), expected.expected_opens(world.settings)
    exports.truth("T8", reported_opens=tally.sums["opens"] / emails, proxy_opens=tally.sums["opens_proxy"] / emails,
                  planted_reported=reported[0], planted_human=reported[1])  # fmt: skip


def _mean(values: pd.Series) -> float | None:
    return float(values.mean()) if len(values) else None


def _state_campaigns(tally: Tally, world: World, exports: Exports) -> None:
    exports.truth("campaigns", **{c.id: effects.stated_effect(c, dict(tally.campaigns[c.id])) for c in world.settings.campaigns})
    if tally.coupons:
        exports.truth("T9", **_coupon_uplift(pd.concat(tally.coupons, ignore_index=True), world))
    if tally.retention:
        planted = world.settings.retention
        exports.truth(
            "T11",
            **effects.policy_money(
                pd.concat(tally.retention, ignore_index=True),
                share=planted.share_named,
                value=planted.value_kept,
                cost=planted.contact_cost,
            ),
        )


def _coupon_uplift(answers: pd.DataFrame, world: World) -> dict[str, object]:
    planted, days, stated = world.settings.coupon, answers["days_since_large"], dict[str, object]()
    groups = {
        "early": days <= planted.early_days,
        "middle": (days > planted.early_days) & (days < planted.late_days),
        "late": days >= planted.late_days,
    }
    for name, own in groups.items():
        change = answers.loc[own, "ordered"].mean() - answers.loc[own, "would_have"].mean() if own.any() else getattr(planted, name)
        stated.update({f"sent_{name}": int(own.sum()), f"uplift_{name}": change, f"planted_{name}": getattr(planted, name)})
    return stated


def _state_pilot(tally: Tally, world: World, exports: Exports) -> None:
    sums, growth = tally.sums, expected.expected_growth(world.settings)
    naive, control = (sums[f"{arm}_after"] / max(sums[f"{arm}_before"], 1) for arm in ("pilot", "control"))
    exports.truth("T10", true_growth=growth.true, naive_growth=naive - 1, control_growth=control - 1, difference_in_differences=naive / control - 1 if control else None,
                  realised_growth=sums["pilot_after"] / max(sums["pilot_after"] - sums["pilot_after_added"], 1) - 1,
                  expected_naive=growth.naive, expected_naive_per_day=growth.naive_per_day)  # fmt: skip


def _state_story(tally: Tally, persons: pd.DataFrame, exports: Exports) -> None:
    told, others = persons[persons["storyteller"]], persons[~persons["storyteller"]]
    exports.truth("T15", participants=len(told), identifiers_gained=tally.sums["identifiers_gained"], true_effect=0.0,
                  revenue_of_participants=_mean(told["revenue"]), revenue_of_others=_mean(others["revenue"]))  # fmt: skip


def tally_future(tally: Tally, table: pd.DataFrame) -> None:
    """Sum what is bought after `as_of`."""
    tally.sums.update({f"future_{name}": n for name, n in future_sums(table).items()})


def tally_points(tally: Tally, spent: pd.DataFrame) -> None:
    """Count orders paid with points, and those of them that would have been made anyhow."""
    tally.sums["points_orders"] += len(spent)
    tally.sums["points_anyhow"] += int((spent["cause"] < FIRST_CAMPAIGN).sum())
