"""Who the invented people are: nobody real, no two alike, families that hold together."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from idic_lib.text.letters import without_accents
from idic_lib.worlds.people import PeopleSettings, full_name, persons
from idic_lib.worlds.pieces import Piece, pieces
from idic_lib.worlds.vietnam import PROVINCES
from idic_lib.worlds.vietnam.phones import LAST_OLD, new_numbers, once_old_numbers, other_phones, phones, staff_phones

PLANTED: dict[str, object] = {
    "women": 0.62,
    "born_from": 1945,
    "born_to": 2008,
    "household_sizes": {"1": 0.6, "2": 0.25, "3": 0.1, "4": 0.05},
    "spouse": 0.75,
    "own_email": 0.68,
    "had_old_phone": 0.22,
}
SETTINGS = PeopleSettings.model_validate(PLANTED)


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return persons(Piece(0, 0, 12_500, 1), SETTINGS)


@pytest.fixture(scope="module")
def many() -> pd.DataFrame:
    return pd.concat([persons(piece, SETTINGS) for piece in pieces(200_000, 3)], ignore_index=True)


def test_the_same_piece_has_the_same_persons(people: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(people, persons(Piece(0, 0, 12_500, 1), SETTINGS))
    assert not people["given"].equals(persons(Piece(0, 0, 12_500, 2), SETTINGS)["given"])


def test_pieces_of_a_world_number_their_persons_on(many: pd.DataFrame) -> None:
    assert many["person_id"].tolist() == list(range(200_000))
    assert (many["household_id"] <= many["person_id"]).all()


def test_surnames_come_as_often_as_among_vietnamese(many: pd.DataFrame) -> None:
    heads = many[many["person_id"] == many["household_id"]]  # children repeat their father's
    shares = heads["surname"].value_counts(normalize=True)
    # 38.4, 11, 9.5 of a list that adds to 101; the standard error of the largest among 120,000 is 0.0014
    assert shares["Nguyễn"] == pytest.approx(0.382, abs=0.01)
    assert shares["Trần"] == pytest.approx(0.109, abs=0.006)
    assert len(shares) >= 60


def test_spouses_differ_in_gender_and_children_have_their_fathers_surname(people: pd.DataFrame) -> None:
    place = people["person_id"] - people["household_id"]
    first = people.set_index("person_id").loc[people["household_id"]].reset_index(drop=True)
    younger = (people["born"].dt.year - first["born"].dt.year) >= 18
    wives = (place == 1) & ~younger & (people["gender"] == "Nữ")
    assert (first["gender"][wives] == "Nam").all()
    # a wife keeps her own surname, so she shares her husband's only by chance: the sum of squared shares, near 0.18
    assert (people["surname"][wives] == first["surname"][wives]).mean() == pytest.approx(0.18, abs=0.06)
    children = people[place >= 2].merge(people[["person_id", "surname"]], left_on="household_id", right_on="person_id")
    second = people.set_index("person_id")["surname"].reindex(children["household_id"] + 1).to_numpy()
    assert ((children["surname_x"] == children["surname_y"]) | (children["surname_x"] == second)).all()


def test_a_household_shares_its_home_and_its_first_persons_contacts(people: pd.DataFrame) -> None:
    home = ["province", "province_before", "district_before", "ward", "street", "family_phone", "family_email"]
    assert len(people[["household_id", *home]].drop_duplicates()) == people["household_id"].nunique()
    first = people[people["person_id"] == people["household_id"]]
    assert (first["phone"] == first["family_phone"]).all()


def test_birthdays_fall_on_all_days_from_first_to_last_year(many: pd.DataFrame) -> None:
    born = many["born"]
    assert (born.dt.year.min(), born.dt.year.max()) == (1945, 2008)
    assert born.dt.day_of_year.nunique() >= 365
    # 200,000 over 365 days are 548 a day with a standard deviation of 23; day 366 is one of leap years only
    assert born.dt.day_of_year.value_counts().drop(366, errors="ignore").between(430, 670).all()


def test_phones_lie_in_blocks_that_nobody_was_ever_given(many: pd.DataFrame) -> None:
    form = many["had_old_form"].map({True: r"059[014567]\d{6}", False: r"095\d{7}"})
    assert all(re.fullmatch(pattern, phone) for pattern, phone in zip(form, many["phone"], strict=True))
    # 200,000 draws at 0.22: standard error 0.0009
    assert many["had_old_form"].mean() == pytest.approx(0.22, abs=0.004)


def test_every_phone_of_ten_million_persons_is_another() -> None:
    ids = np.arange(0, 10_000_000, 97, dtype=np.int64)
    assert len(set(new_numbers(ids))) == len(ids)
    whole = np.arange(300_000, dtype=np.int64)
    assert len(set(new_numbers(whole)) | set(once_old_numbers(whole))) == 600_000


def test_second_numbers_and_shop_numbers_are_nobody_elses(many: pd.DataFrame) -> None:
    ids, old = many["person_id"].to_numpy(), many["had_old_form"].to_numpy()
    both = set(phones(ids, old)) | set(other_phones(ids, old))
    assert len(both) == 400_000
    assert not both & set(staff_phones(50))
    assert once_old_numbers(np.array([LAST_OLD]))[0] == staff_phones(1)[0]


def test_emails_belong_to_nobody(many: pd.DataFrame) -> None:
    given = many["email"][many["email"] != ""]
    assert given.str.fullmatch(r"[a-z0-9.]+@[a-z]+\.example").all()
    assert len(given) / len(many) == pytest.approx(0.68, abs=0.005)  # standard error 0.001


def test_unrelated_people_stay_apart_as_the_world_grows(many: pd.DataFrame) -> None:
    """Chance meetings grow with the number of persons: at a million they are five times these bounds, still under one in 100."""
    named = many.assign(name=full_name(many))
    emails = many["email"][many["email"] != ""]
    assert emails.duplicated(keep=False).mean() < 0.0003
    assert named.duplicated(["name", "born"], keep=False).mean() < 0.001
    assert named.duplicated(["name", "street", "ward", "province"], keep=False).mean() < 0.001
    assert named.drop_duplicates("household_id").duplicated(["street", "ward", "province"], keep=False).mean() < 0.001


def test_63_provinces_became_34_of_which_11_kept_to_themselves() -> None:
    frame = pd.DataFrame(PROVINCES)
    assert frame["before"].nunique() == len(frame) == 63
    parts = frame.groupby("now")["before"].agg(list)
    assert len(parts) == 34
    assert sorted(p[0] for p in parts if len(p) == 1) == sorted(
        ["Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Cao Bằng"]
    )
    assert set(parts["Thành phố Hồ Chí Minh"]) == {"Thành phố Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"}
    assert all(now in parts[now] for now in parts.index)  # every new province bears the name of one of its parts
    assert 95_000 < frame["population"].sum() < 105_000


def test_people_live_where_vietnamese_live(many: pd.DataFrame) -> None:
    pairs = set(zip(many["province_before"], many["province"], strict=True))
    assert pairs == {(p.before, p.now) for p in PROVINCES}
    share = sum(p.population for p in PROVINCES if p.now == "Hà Nội") / sum(p.population for p in PROVINCES)
    # homes are drawn per household, about 125,000: standard error 0.0008
    assert (many["province"] == "Hà Nội").mean() == pytest.approx(share, abs=0.005)


def test_names_are_written_surname_first_without_a_gap_for_no_middle_name() -> None:
    frame = pd.DataFrame({"surname": ["Nguyễn", "Lê"], "middle": ["Thị", ""], "given": ["Đào", "Vỹ"]})
    assert full_name(frame).tolist() == ["Nguyễn Thị Đào", "Lê Vỹ"]
    assert [without_accents(n) for n in full_name(frame)] == ["Nguyen Thi Dao", "Le Vy"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"women": 1.2}, "women"),
        ({"household_sizes": {"0": 0.5, "1": 0.5}}, "there cannot be more households than persons"),
        ({"household_sizes": {"1": 0.5, "2": 0.4}}, r"add to 0\.9000"),
        ({"born_from": 2009}, r"people\.born_from = 2009 is later than people\.born_to = 2008"),
    ],
)
def test_impossible_people_are_refused_by_name(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        PeopleSettings.model_validate(PLANTED | change)


def test_more_persons_than_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match=r"10,000,001 persons: there are phone numbers for 10,000,000"):
        persons(Piece(0, 9_999_999, 2, 1), SETTINGS)
