"""Points spent, the story campaign, and the questionnaires about products and readiness."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.history import History, World
from idic_lib.worlds.dairy.messages import orders_of_sent
from idic_lib.worlds.dairy.settings import DairySettings
from idic_lib.worlds.dairy.texts import codes, days_text, scrambled
from idic_lib.worlds.dairy.visits import FIRST_CAMPAIGN
from idic_lib.worlds.people import full_name
from idic_lib.worlds.pieces import stream
from idic_lib.worlds.vietnam import PROVINCES

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_LIKES = np.array(["thích", "phải có", "bình thường", "chấp nhận", "không thích"])


def points_spent(past: History) -> pd.DataFrame:
    """Return orders paid with points on the days of the points campaigns: columns of orders, and `campaign`.

    All added orders use points, and so many of the others that `points_subsidised` of these orders would have been made anyhow.
    """
    share = past.world.settings.extras.points_subsidised
    parts = []
    for campaign in past.world.settings.campaigns:
        if campaign.kind != "points":
            continue
        used = orders_of_sent(campaign, past)
        anyhow = (used["cause"] < FIRST_CAMPAIGN).to_numpy()
        chance = min(1.0, campaign.lift * share / (1 - share))
        drawn = past.piece.rng(f"points.{campaign.id}").random(len(used))
        parts.append(used[~anyhow | (drawn < chance)].assign(campaign=campaign.id))
    return pd.concat(parts, ignore_index=True) if parts else past.orders.iloc[:0].assign(campaign="")


def points_table(past: History, spent: pd.DataFrame) -> pd.DataFrame:
    """Write the ledger of points spent; points earned stand on the receipts."""
    extras = past.world.settings.extras
    value = past.piece.rng("points.value").integers(1, extras.points_most + 1, len(spent)) * extras.points_step
    return pd.DataFrame({
        "ma_kh": past.customers.ids["code"].iloc[spent["id"]].to_numpy(),
        "ngay": days_text(spent["day"].to_numpy(), starts_on=past.world.clock.starts_on, day_format="%d/%m/%Y"),
        "diem": -value,
        "ma_cd": spent["campaign"].to_numpy(),
    })  # fmt: skip


def storytellers(past: History) -> Flags:
    """Return who takes part in the story campaign: those in force, the likelier the more they bought before."""
    world = past.world
    start = world.clock.day(world.settings.extras.story_on)
    known = past.orders[(past.orders["person"] >= 0) & ~past.orders["lost"]]
    bought = np.bincount(
        known.loc[known["day"].between(start - world.settings.extras.story_looks_back, start - 1), "person"], minlength=past.piece.size
    )
    chance = np.minimum(1.0, world.settings.extras.story_share * bought / max(float(bought.mean()), 0.01))
    drawn: Flags = past.piece.rng("story").random(past.piece.size) < chance
    return drawn


def story_table(past: History, tell: Flags, *, first_number: int) -> tuple[pd.DataFrame, int]:
    """Write the stories sent in, and count the identifiers in them that no system had."""
    rng = past.piece.rng("story.text")
    who = rng.permutation(np.flatnonzero(tell))
    people = past.customers.people.iloc[who].reset_index(drop=True)
    extras = past.world.settings.extras
    new = rng.random(len(who)) < extras.story_new_identifier
    other = (
        codes("banmai", scrambled(people["person_id"].to_numpy(dtype=np.int64), seed=past.world.seed, purpose="story")) + "@hopthu.example"
    )
    day = past.world.clock.day(extras.story_on) + np.sort(rng.integers(0, extras.story_days, len(who)))
    made = pd.DataFrame({
        "ma_bai": codes("B", first_number + np.arange(len(who))),
        "ngay": days_text(day, starts_on=past.world.clock.starts_on, day_format="%d/%m/%Y"),
        "ho_ten": full_name(people),
        "dien_thoai": people["phone"].where(~new, None),
        "email": other.where(new, None),
        "luot_thich": rng.geometric(1 / extras.story_likes, len(who)),
    })  # fmt: skip
    return made, int(new.sum())


def kano_table(world: World) -> pd.DataFrame:
    """Return the answers to the paired questions on each feature; `usual` of them follow the feeling, the others are drawn by lot."""
    rng, planted = stream(world.seed, "kano"), world.settings.kano
    count = min(planted.respondents, world.persons)
    parts = []
    for feature, feeling in planted.features.items():
        first, second = (np.where(rng.random(count) < planted.usual, usual, rng.integers(0, 5, count)) for usual in _asked(feeling))
        parts.append(
            pd.DataFrame({"nguoi": np.arange(1, count + 1), "tinh_nang": feature, "co": _LIKES[first], "khong_co": _LIKES[second]})
        )
    return pd.concat(parts, ignore_index=True)


def _asked(feeling: str) -> tuple[int, int]:
    """Return the usual answers with and without a feature, by Kano's table."""
    return {"must-be": (2, 4), "attractive": (0, 2), "indifferent": (2, 2), "one-dimensional": (0, 4)}[feeling]


def options_table(settings: DairySettings) -> pd.DataFrame:
    """Return what could be customised, with cost and gain per use; which face it is stays with the truth."""
    rows = [(o.name, o.kind, o.cost, o.gain, settings.segments[o.need].name) for o in settings.options]
    return pd.DataFrame(rows, columns=["phuong_an", "loai", "chi_phi", "loi_ich", "nhu_cau"])


def readiness_table(world: World) -> pd.DataFrame:
    """Return the answers of each role: intention and evidence, 1 to 5; the higher the role, the better things look."""
    rng, asked = stream(world.seed, "readiness"), world.settings.readiness
    items = [f"{stage}{n}" for stage in ("I", "D", "N", "C") for n in range(1, asked.items + 1)]
    rows = [(role, who, item, step) for step, role in enumerate(asked.roles) for who in range(1, asked.per_role + 1) for item in items]
    made = pd.DataFrame(rows, columns=["vai_tro", "nguoi", "cau", "step"])
    step = made.pop("step")
    wish = np.clip(np.round(rng.normal(asked.intended + asked.intended_step * step, asked.spread)), 1, 5).astype(int)
    proof = np.clip(np.round(rng.normal(asked.shown + asked.shown_step * step, asked.spread)), 1, 5).astype(int)
    return made.assign(y_dinh=wish, bang_chung=proof)


def province_table(world: World) -> pd.DataFrame:
    """Return figures by province as a data seller would: inhabitants in thousands (rounded, real) and an invented income index."""
    people = (
        pd.DataFrame([(p.now, p.population) for p in PROVINCES], columns=["tinh", "dan_so_nghin"]).groupby("tinh", as_index=False).sum()
    )
    index = np.round(stream(world.seed, "provinces").normal(100, world.settings.extras.income_spread, len(people))).astype(int)
    return people.assign(chi_so_thu_nhap=index, nguon="Số liệu minh họa", ngay="2025-12-31")
