"""The small worlds: each lesson's numbers computed anew from the committed tables, and the tables written anew."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from idic_lib.errors import InputError
from idic_lib.worlds.minis import MINIS, SETTINGS_FILE, MiniSettings, minis, write_minis
from idic_lib.worlds.minis.mini import Mini
from idic_lib.worlds.settings import read_settings

COMMITTED = Path(__file__).resolve().parents[3] / "data" / "minis"
SEED = 1


def table(case: str, name: str) -> pd.DataFrame:
    return pd.read_csv(COMMITTED / case / name)


def stated(case: str) -> dict[str, float]:
    return json.loads((COMMITTED / case / "truth" / "truth.json").read_text(encoding="utf-8"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_writing_them_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    write_minis(tmp_path, SEED)
    assert files(tmp_path) == files(COMMITTED)


def test_another_seed_changes_who_but_not_how_many(tmp_path: Path) -> None:
    write_minis(tmp_path, 2)
    for case, name, column in (
        ("channel_age", "messages.csv", "answered"),
        ("b2b_size", "firms.csv", "ordered_when_visited"),
        ("saas_trial", "trials.csv", "upgraded"),
    ):
        other = pd.read_csv(tmp_path / case / name)
        assert other[column].sum() == table(case, name)[column].sum()
        assert not other.equals(table(case, name))


@pytest.mark.parametrize("case", list(MINIS))
def test_each_is_small_and_says_what_it_teaches(case: str) -> None:
    assert 0 < sum(len(pd.read_csv(p)) for p in (COMMITTED / case).glob("*.csv")) <= 500
    assert len((COMMITTED / case / "README.md").read_text(encoding="utf-8").splitlines()) == 3
    readme = (COMMITTED / "README.md").read_text(encoding="utf-8")
    assert f"## {case}\n" in readme


def test_days_of_use_find_the_upgrades_that_company_size_misses() -> None:
    trials = table("saas_trial", "trials.csv")
    learnt, judged = trials[:200], trials[200:].copy()
    judged["use"] = judged["days_used"]
    judged["size"] = judged["company_size"].map(learnt.groupby("company_size")["upgraded"].mean())
    assert roc_auc_score(judged["upgraded"], judged["use"]) > 0.8
    assert roc_auc_score(judged["upgraded"], judged["size"]) == pytest.approx(stated("saas_trial")["auc_size"])
    assert roc_auc_score(judged["upgraded"], judged["size"]) < 0.6
    band = pd.cut(judged["days_used"], [-1, 1, 4, 9, 14])
    rates = learnt.groupby(pd.cut(learnt["days_used"], [-1, 1, 4, 9, 14]), observed=False)["upgraded"].mean()
    assert roc_auc_score(judged["upgraded"], band.map(rates).astype(float)) == pytest.approx(stated("saas_trial")["auc_use"])
    found = stated("saas_trial")
    assert found["money_lost"] == (found["upgrades_found_by_use"] - found["upgrades_found_by_size"]) * 6_000_000
    assert found["money_lost"] > 0


def test_size_wastes_effort_on_some_firms_and_misses_others() -> None:
    firms = table("b2b_size", "firms.csv")
    large, asked, ready = firms["employees"] >= 200, firms["asked_for_price"] == 1, firms["ordered_when_visited"] == 1
    found = stated("b2b_size")
    assert found["size_wasted"] == (large & ~ready).sum() * 900_000 == 91_800_000
    assert found["size_missed"] == (~large & ready).sum() * (11_000_000 - 900_000) == 525_200_000
    assert found["asked_wasted"] == (asked & ~ready).sum() * 900_000 == 20_700_000
    assert found["asked_missed"] == (~asked & ready).sum() * (11_000_000 - 900_000) == 111_100_000


def test_coupon_adds_nothing_right_after_a_large_order_and_lift_is_not_profit() -> None:
    test = table("coupon_timing", "test.csv")
    test["band"] = pd.cut(test["days_since_large_order"], [-1, 3, 13, 30], labels=["0-3", "4-13", "14-30"])
    share = test.pivot_table(values="bought_within_7_days", index="band", columns="arm", observed=True)
    uplift = share["coupon"] - share["none"]
    assert uplift["0-3"] == 0
    assert uplift["14-30"] == pytest.approx(0.15)
    assert share.loc["0-3", "coupon"] > 2 * share.loc["14-30", "coupon"]
    users = test[test["arm"] == "coupon"].groupby("band", observed=True)["bought_within_7_days"].sum()
    profit = uplift * 80 * 60_000 - users * 35_000
    found = stated("coupon_timing")
    assert {b: found[f"profit_{b}"] for b in profit.index} == pytest.approx(profit.to_dict())
    assert profit["0-3"] == -1_435_000
    assert profit["14-30"] == pytest.approx(20_000)
    assert found["profit_smaller_14-30"] == pytest.approx(320_000)


def test_email_wins_over_all_and_loses_from_fifty_on() -> None:
    messages = table("channel_age", "messages.csv")
    over_all = messages.groupby("channel")["answered"].mean()
    old = messages[messages["age"] >= 50].groupby("channel")["answered"].mean()
    assert over_all["email"] == pytest.approx(34 / 240)
    assert over_all["sms"] == pytest.approx(28 / 240)
    assert old["sms"] == pytest.approx(20 / 180)
    assert old["email"] == pytest.approx(2 / 60)
    assert stated("channel_age")["sms_from_50"] == pytest.approx(old["sms"])


def test_last_category_is_right_where_age_and_gender_are_wrong() -> None:
    people = table("cosmetics_haircare", "customers.csv")
    assert (people["rule_offers"] == people["next_category"]).mean() == pytest.approx(0.279, abs=0.0005)
    assert (people["last_category"] == people["next_category"]).mean() == pytest.approx(0.879, abs=0.0005)
    men = people[people["gender"] == "Nam"]
    assert set(men["rule_offers"]) == {"skin care"}
    assert (men["next_category"] == "hair care").mean() == pytest.approx(0.9)


def test_cash_is_earned_every_quarter_while_more_equity_is_lost() -> None:
    customers, quarters = table("roc_erosion", "customers.csv"), table("roc_erosion", "quarters.csv")
    cash = quarters["orders_from_mailings"] * 90_000 - quarters["mailings"] * 900
    equity = {
        when: (
            90_000 * customers[f"orders_per_year_{when}"] * customers[f"retention_{when}"] / (1.12 - customers[f"retention_{when}"])
        ).sum()
        for when in ("before", "after")
    }
    change = equity["after"] - equity["before"]
    found = stated("roc_erosion")
    assert (cash > 0).all()
    assert change < 0 < cash.sum() < -change
    # Return on customer (Peppers and Rogers): cash flow of the period and change of customer equity, over equity at the start.
    assert found["return_on_customer"] == pytest.approx((cash.sum() + change) / equity["before"])
    assert found["return_on_customer"] < 0
    assert (quarters["orders_from_mailings"] / quarters["mailings"]).is_monotonic_decreasing


def test_readings_hold_the_numbers_of_the_truth() -> None:
    texts = {m.name: m.wrong + m.right for m in minis(SEED)}
    assert "27.9 %" in texts["cosmetics_haircare"]
    assert "87.9 %" in texts["cosmetics_haircare"]
    assert f"AUC {stated('saas_trial')['auc_use']:.2f}" in texts["saas_trial"]
    assert "91.8 m" in texts["b2b_size"]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("calls = 40", "calls = -40", "saas_trial.calls"),
        ("large = 18", "large = 180", "ready.large is more than there are"),
        ("last_right = 378", "last_right = 431", "more than there are people"),
        ("0.78, 0.66", "0.78, 1.66", "roc_erosion.retention"),
    ],
)
def test_impossible_settings_are_refused_by_name(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = SETTINGS_FILE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "s.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(named)):
        read_settings(MiniSettings, tmp_path / "s.toml")


def test_a_world_of_more_than_five_hundred_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="501 rows"):
        Mini("big", "", "", "", "", {"t.csv": pd.DataFrame({"a": range(501)})}, {})
