"""The property developer's exports do not tell what is to come, nor who is the same person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idic_lib.errors import InputError
from idic_lib.worlds.pieces import pieces
from idic_lib.worlds.property import PropertySettings
from idic_lib.worlds.property.chunk import Chunk, Counters, chunk
from idic_lib.worlds.property.possible import lost_to_one
from idic_lib.worlds.property.raw_sales import _buyers, _units_of_deposits
from idic_lib.worlds.property.service import deposits
from idic_lib.worlds.settings import read_settings
from idic_lib.worlds.write import settings_file

SETTINGS = read_settings(PropertySettings, settings_file("property"))


@pytest.fixture(scope="module")
def made() -> Chunk:
    (piece,) = pieces(12_000, 1)
    return chunk(SETTINGS, piece, Counters(), faults=True)


def test_units_that_will_be_sold_look_like_those_that_stay(made: Chunk) -> None:
    ahead = made.contracts[made.contracts["signed"] >= made.as_of]
    for project in SETTINGS.projects:
        sold, stays = (np.log(f.loc[f["project"] == project, "listed"].to_numpy(dtype=float)) for f in (ahead, made.spare))
        error = np.hypot(sold.std() / np.sqrt(len(sold)), stays.std() / np.sqrt(len(stays)))
        assert abs(sold.mean() - stays.mean()) < 3.5 * error
    numbers = [f["unit"].str.rpartition(".")[2].astype(int) for f in (ahead, made.spare)]
    spread = len(made.contracts) + len(made.spare)
    # numbers by lot are even over 1 to spread: their mean is (spread + 1) / 2, its standard error spread / sqrt(12 n)
    assert all(abs(n.mean() - (spread + 1) / 2) < 3.5 * spread / np.sqrt(12 * len(n)) for n in numbers)


def test_an_open_deposit_is_a_part_of_its_units_list_price_whether_a_contract_follows_or_not(made: Chunk) -> None:
    held = deposits(SETTINGS, made.piece, made.leads, made.contracts, made.spare)
    listed = pd.concat([made.contracts, made.spare]).set_index("unit")["listed"]
    share = held["amount"] / listed.reindex(held["unit"]).to_numpy()
    low, high = SETTINGS.payments.deposit_share
    assert share.between(low - 5e6 / listed.min(), high).all()  # rounded down to five million
    open_ones = held[(held["day"] < made.as_of) & (held["refunded"] >= made.as_of)].reset_index(drop=True)
    assert list(_units_of_deposits(made, open_ones)) == list(open_ones["unit"])  # only a refunded one names a sold unit


def test_the_accounts_list_of_buyers_does_not_follow_the_persons(made: Chunk) -> None:
    person = made.contracts.drop_duplicates("customer").set_index("customer")["person"]
    steps = person.reindex(_buyers(made)["Mã KH"]).diff().dropna()
    assert 0.4 < (steps >= 0).mean() < 0.6  # a half, with a standard error of 0.02 over some 500 buyers


def test_a_repeated_enquiry_is_like_the_first_but_no_copy(made: Chunk) -> None:
    again = made.leads[made.leads["original"] >= 0]
    first = made.leads.loc[again["original"]].reset_index(drop=True)
    again = again.reset_index(drop=True)
    error = 1 / np.sqrt(len(again))
    for name in ("score", "budget"):
        assert abs(np.corrcoef(again[name], first[name])[0, 1] - SETTINGS.repeats.alike) < 3.5 * error
        assert (again[name] != first[name]).all()
        assert abs(again[name].mean()) < 3.5 * error
    for name in ("project", "need", "direction", "floor", "interior", "first_time"):
        assert 0.7 < (again[name] == first[name]).mean() < 0.99
    possible = {p: {n for n, share in needs.items() if share} for p, needs in SETTINGS.needs.items()}
    assert all(n in possible[p] for p, n in zip(again["project"], again["need"], strict=True))


def test_stages_come_in_order_at_their_mean_parts_of_the_way(made: Chunk) -> None:
    won = made.leads[made.leads["signed"] < 1e6]
    way = won["signed"] - won["day"]
    parts = np.array([(won[f"{name}_day"] - won["day"]) / way for name in SETTINGS.stages.passed])
    assert (np.diff(parts, axis=0) > 0).all()
    means = np.array(list(SETTINGS.stages.passed.values()))
    # a part of a Dirichlet distribution of total a with mean m has the variance m (1 - m) / (a + 1)
    error = np.sqrt(means * (1 - means) / (SETTINGS.stages.passed_alike + 1) / len(won))
    assert (np.abs(parts.mean(axis=1) - means) < 3.5 * error).all()


@pytest.mark.parametrize("chance", [0.05, 0.15, 0.6])
def test_what_chances_lose_at_one_is_their_mean_excess(chance: float) -> None:
    lifts = np.exp(0.74 * np.random.default_rng(1).standard_normal(1_000_000) - 0.74**2 / 2)
    excess = np.maximum(chance * lifts - 1, 0) / chance
    assert lost_to_one(chance, 0.74) == pytest.approx(excess.mean(), abs=4 * excess.std() / 1000)
    assert lost_to_one(0.5, 0) == 0
    assert lost_to_one(2.0, 0) == 0.5


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("launch_month = 12", "launch_month = 45", "projects.apartment.launch_month"),
        ("bulk_reps = 4", "bulk_reps = 15", "team.bulk_reps"),
        ("visit = 0.45", "visit = 0.95", "stages.passed"),
        ("calling_hours = [8, 20]", "calling_hours = [8, 25]", "speed.calling_hours"),
        ("discount = [0.0, 0.04]", "discount = [0.5, 0.04]", "stock.discount"),
        ("days = 270", "days = inf", "sources.event.days"),
        ('"Gói C" = 520_000_000', '"Gói X" = 520_000_000', "interior.price"),
    ],
)
def test_more_settings_that_cannot_be_are_refused_by_name(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = settings_file("property").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "s.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=named):
        read_settings(PropertySettings, tmp_path / "s.toml")
