"""The exports may not say which ids are the same person, but for what the person wrote."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idic_lib.worlds import write_world
from idic_lib.worlds.dairy.texts import CODES, scrambled

DAY = "%d/%m/%Y"


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_world("dairy", tmp_path_factory.mktemp("ids") / "dairy", customers=1000, seed=3)


@pytest.fixture(scope="module")
def records(dirty: Path) -> pd.DataFrame:
    """Return the registry with the person behind each record."""
    written = pd.read_csv(dirty / "raw/crm_khach_hang.csv", sep=";", dtype=str, encoding="utf-8-sig")
    return written.merge(pd.read_parquet(dirty / "truth/records.parquet"), left_on="ma_kh", right_on="record_id")


def _ups(numbers: pd.Series) -> float:
    steps = numbers.astype(float).diff().dropna()
    return float((steps >= 0).mean())


def test_every_number_becomes_another_one_and_none_comes_twice() -> None:
    found = scrambled(np.arange(CODES), seed=1, purpose="card")
    assert np.bincount(found, minlength=CODES).tolist() == [1] * CODES


@pytest.mark.parametrize(("seed", "purpose"), [(1, "web"), (2, "card")])
def test_what_a_number_becomes_for_one_purpose_says_nothing_of_another(seed: int, purpose: str) -> None:
    one, other = (scrambled(np.arange(100_000), seed=s, purpose=p) for s, p in ((1, "card"), (seed, purpose)))
    # of 100,000 independent pairs: correlation 0 with a standard error of 0.003; equal numbers once in ten million
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.015
    assert (one == other).sum() <= 3
    # nor do differences carry over, as they would between two linear scramblings: all differences of neighbours differ
    assert len(np.unique((np.diff(other) - np.diff(one)) % CODES)) > 95_000


def test_ids_of_a_newcomer_are_registered_on_days_of_their_own_but_not_after_their_first_order(dirty: Path, records: pd.DataFrame) -> None:
    registered = records.assign(on=pd.to_datetime(records["ngay_tao"], format=DAY))
    newcomers = registered[registered["on"] >= "2024-07-01"]
    pairs = newcomers.merge(newcomers, on="person_id").query("record_id_x < record_id_y")
    assert len(pairs) > 50
    assert (pairs["on_x"] == pairs["on_y"]).mean() < 0.1
    receipts = pd.read_csv(dirty / "raw/pos_hoa_don.csv", dtype=str)
    first = pd.to_datetime(receipts["thoi_gian"].str[:10], format=DAY).groupby(receipts["the_thanh_vien"]).min().rename("first")
    used = registered.merge(first, left_on="ma_kh", right_index=True)
    assert (used["on"] <= used["first"]).all()


def test_nobody_is_written_to_before_the_consent(dirty: Path) -> None:
    given = pd.read_csv(dirty / "raw/dong_y.csv", dtype=str).merge(pd.read_csv(dirty / "raw/tin_nhan.csv", dtype=str), on="ma_kh")
    sent = given.dropna(subset="gui_luc")
    assert (pd.to_datetime(sent["ngay_dong_y"], format=DAY) <= pd.to_datetime(sent["gui_luc"])).all()


def test_the_group_says_the_province_as_it_is_written_and_no_more(records: pd.DataFrame) -> None:
    assert records["tinh"].isna().any()
    assert (records["nhom"].isna() == records["tinh"].isna()).all()
    assert (records["nhom"].dropna() == "KV " + records["tinh"].dropna()).all()


def test_stories_come_in_no_order_of_persons_and_their_addresses_say_nothing(dirty: Path, records: pd.DataFrame) -> None:
    stories = pd.read_csv(dirty / "raw/cau_chuyen.csv", dtype=str)
    told = stories["email"].dropna()
    assert told.is_unique
    numbers = told.str.extract(r"(\d+)@")[0].astype(int)
    assert not set(numbers) & set(records["ma_kh"].str[-7:].astype(int))
    assert 0.3 < _ups(numbers) < 0.7
    assert pd.to_datetime(stories["ngay"], format=DAY).is_monotonic_increasing


def test_sessions_and_coupons_come_in_order_of_days(dirty: Path, records: pd.DataFrame) -> None:
    sessions = pd.read_csv(dirty / "raw/web_events.csv", dtype=str)
    assert sessions["day"].is_monotonic_increasing
    named = sessions.merge(records, left_on="account_id", right_on="ma_kh")
    assert 0.3 < _ups(named["person_id"]) < 0.7
    used = pd.read_csv(dirty / "raw/phieu_da_dung.csv", dtype=str)
    for _, own in used.groupby("ma_cd"):
        assert pd.to_datetime(own["ngay"], format=DAY).is_monotonic_increasing
    assert used.drop_duplicates(["ma_kh", "ma_cd"])["ma_phieu"].is_unique
