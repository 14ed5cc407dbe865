"""The property developer's world: what its exports hold, what is wrong in them, and what only the grader may know."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idic_lib.case import CASES
from idic_lib.errors import InputError
from idic_lib.worlds.export import Exports
from idic_lib.worlds.property import PropertySettings, planted, write
from idic_lib.worlds.property.clock import arrivals, calendar, days_until_as_of, effective, fair_days
from idic_lib.worlds.property.written import said, sayings
from idic_lib.worlds.settings import read_settings
from idic_lib.worlds.vietnam.phones import NOBODYS
from idic_lib.worlds.write import settings_file

SETTINGS = read_settings(PropertySettings, settings_file("property"))
AS_OF = pd.Timestamp("2026-07-01")


def made(folder: Path, *, seed: int = 1, faults: bool = True, customers: int = 1500) -> Path:
    with Exports(folder) as exports:
        write(SETTINGS, exports, customers=customers, seed=seed, faults=faults)
    return folder


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("dirty"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("clean"), faults=False)


def raw(folder: Path, name: str) -> pd.DataFrame:
    path = folder / "raw" / name
    semicolon = name in {"leads.csv", "contracts.csv", "units.csv"}
    return pd.read_csv(path, sep=";" if semicolon else ",", dtype=str, encoding="utf-8-sig", keep_default_na=False)


def book(folder: Path, name: str, skip: int = 0, sheet: str | int = 0) -> pd.DataFrame:
    return pd.read_excel(folder / "raw" / name, sheet_name=sheet, skiprows=skip, dtype=str, engine="calamine", keep_default_na=False)


def truth(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "truth" / f"{name}.parquet")


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_same_seed_gives_the_same_bytes_and_another_seed_another_world(dirty: Path, tmp_path: Path) -> None:
    assert bytes_of(made(tmp_path / "again")) == bytes_of(dirty)
    assert bytes_of(made(tmp_path / "other", seed=2))["raw/leads.csv"] != bytes_of(dirty)["raw/leads.csv"]


def test_clean_twin_has_the_same_leads_and_contracts(dirty: Path, clean: Path) -> None:
    own = truth(dirty, "leads").drop(columns="written_as")
    pd.testing.assert_frame_equal(own, truth(clean, "leads").drop(columns="written_as"))
    pd.testing.assert_frame_equal(truth(dirty, "contracts"), truth(clean, "contracts"))


def test_clean_twin_has_no_fault_of_the_list(clean: Path) -> None:
    leads, contracts = raw(clean, "leads.csv"), raw(clean, "contracts.csv")
    assert set(contracts["Loại chứng từ"]) == {"HĐMB"}
    assert leads["Ngân sách"].str.fullmatch(r"[\d.]+").all()
    assert leads["Điện thoại"].str.fullmatch(NOBODYS.pattern).all()
    assert (leads.loc[leads["Nguồn"] == "Danh sách mua", "Đồng ý nhận tin"] == "Có").all()
    assert (truth(clean, "leads")["written_as"] == truth(clean, "leads")["person_id"]).all()
    assert len(set(raw(clean, "units.csv")["Dự án"])) == len(SETTINGS.projects)
    assert raw(clean, "units.csv")["Giá niêm yết"].str.len().min() >= len("999.999.999")
    held = book(clean, "deposits.xlsx", skip=2)
    early = pd.to_datetime(held["Ngày cọc"], format="%d/%m/%Y") < AS_OF - pd.Timedelta(days=400)
    assert ((held["Số HĐ"] != "") | (held["Ngày hoàn cọc"] != ""))[early].all()
    sold = set(contracts["Mã căn"])
    assert not sold & set(held.loc[held["Số HĐ"] == "", "Mã căn"]) - _still_open(clean)


def _still_open(folder: Path) -> set[str]:
    """Units that are reserved for contracts to come."""
    held = book(folder, "deposits.xlsx", skip=2)
    return set(held.loc[(held["Số HĐ"] == "") & (held["Ngày hoàn cọc"] == ""), "Mã căn"])


def test_repeated_enquiries_are_marked_only_in_the_clean_twin(dirty: Path, clean: Path) -> None:
    again = truth(clean, "leads").set_index("lead_id")["same_as"]
    assert raw(clean, "leads.csv").set_index("Mã lead")["Trùng với"].sort_index().eq(again.sort_index()).all()
    assert (raw(dirty, "leads.csv")["Trùng với"] == "").all()


@pytest.mark.parametrize(
    ("file", "column", "clean_values", "share"),
    [
        (
            "leads.csv",
            "Ngân sách",
            r"[\d.]+",
            SETTINGS.faults.budget_missing + SETTINGS.faults.budget_words * (1 - SETTINGS.faults.budget_missing),
        ),
        ("units.csv", "Giá niêm yết", r"[\d.]{11,}", SETTINGS.faults.units_in_millions),
    ],
)
def test_faults_have_their_share(dirty: Path, file: str, column: str, clean_values: str, share: float) -> None:
    values = raw(dirty, file)[column]
    faulty = (~values.str.fullmatch(clean_values)).mean()
    assert abs(faulty - share) <= 4 * np.sqrt(share * (1 - share) / len(values))


def test_purchased_lists_come_without_consent(dirty: Path) -> None:
    leads = raw(dirty, "leads.csv")
    bought = leads[leads["Nguồn"] == "Danh sách mua"]
    assert (bought["Đồng ý nhận tin"] == "Không").mean() > 0.85
    assert set(bought.loc[bought["Đồng ý nhận tin"] == "Không", "Mã lead"]).isdisjoint(raw(dirty, "consents.csv")["ma_khach"])


def test_deposits_stand_among_the_contracts_and_refunds_are_missing(dirty: Path) -> None:
    contracts, held = raw(dirty, "contracts.csv"), book(dirty, "deposits.xlsx", skip=2)
    counted = contracts[contracts["Loại chứng từ"] == "Đặt cọc"]
    assert len(counted) > 0
    assert set(counted["Mã lead"]) <= set(held.loc[held["Số HĐ"] == "", "Mã lead"])
    assert (held.loc[held["Số HĐ"] == "", "Ngày hoàn cọc"] == "").mean() > 0.2


def test_stages_jump_back_and_contracts_are_dated_at_months_end(dirty: Path, clean: Path) -> None:
    words = list(SETTINGS.stages.words.values())
    ends = {}
    for name, folder in (("dirty", dirty), ("clean", clean)):
        stages = raw(folder, "stage_history.csv")
        place = stages["giai_doan"].map(words.index)
        backwards = (place.diff() < 0) & (stages["lead_id"] == stages["lead_id"].shift())
        assert backwards.any() == (name == "dirty")
        won = pd.to_datetime(stages.loc[stages["giai_doan"] == "Ký hợp đồng", "thoi_gian"], format="%d/%m/%Y %H:%M")
        ends[name] = won.dt.is_month_end.mean()
    assert ends["dirty"] > ends["clean"] + 0.05


def test_contacts_of_some_reps_are_entered_on_the_months_last_evening(dirty: Path, clean: Path) -> None:
    def evening(folder: Path) -> float:
        calls = raw(folder, "activities.csv")
        calls = calls[(calls["nhan_vien"] == "NV01") & (calls["loai"] == "Gọi")]
        when = pd.to_datetime(calls["thoi_gian"], format="%d/%m/%Y %H:%M")
        return float((when.dt.is_month_end & (when.dt.hour == 17)).mean())

    assert evening(dirty) == 1.0
    assert evening(clean) < 0.1


def test_brokers_phones_stand_where_customers_belong(dirty: Path, clean: Path) -> None:
    phones = set(book(dirty, "brokers.xlsx", skip=1)["Điện thoại"])
    assert all(NOBODYS.fullmatch(p) for p in phones)
    theirs = raw(dirty, "leads.csv").query("`Nguồn` == 'Môi giới'")["Điện thoại"].isin(phones)
    assert 0.08 < theirs.mean() < 0.23
    assert phones.isdisjoint(raw(clean, "leads.csv")["Điện thoại"])


def test_nothing_in_the_exports_is_of_a_later_day(dirty: Path) -> None:
    dated = {
        "leads.csv": "Ngày tạo",
        "stage_history.csv": "thoi_gian",
        "activities.csv": "thoi_gian",
        "contracts.csv": "Ngày ký",
        "payments.csv": "ngay_tra",
    }
    for file, column in dated.items():
        values = raw(dirty, file)[column]
        assert (pd.to_datetime(values[values != ""].str[:10], format="%d/%m/%Y") < AS_OF).all(), file
    for file, column in {"survey.csv": "ngay", "consents.csv": "ngay_rut"}.items():
        values = raw(dirty, file)[column]
        assert (pd.to_datetime(values[values != ""]) < AS_OF).all(), file


def test_contracts_of_the_exports_are_those_of_the_truth_before_as_of(dirty: Path) -> None:
    contracts, real = raw(dirty, "contracts.csv"), truth(dirty, "contracts")
    signed = contracts[contracts["Loại chứng từ"] == "HĐMB"].set_index("Số HĐ")
    real = real[real["before_as_of"]].set_index("order_id")
    assert set(signed.index) == set(real.index)
    assert signed["Mã KH"].eq(real["customer_id"].reindex(signed.index)).all()
    assert (real["signed_on"] < AS_OF).all()
    prices = signed["Giá bán"].str.replace(".", "", regex=False).astype("int64")
    assert (prices == real["price"].reindex(signed.index)).mean() > 0.95  # a few stand in millions
    paid = raw(dirty, "payments.csv").assign(so_tien=lambda f: f["so_tien"].astype("int64")).groupby("so_hd")["so_tien"].sum()
    pd.testing.assert_series_equal(paid.sort_index(), real["price"].sort_index(), check_names=False)


def test_buyers_keep_their_leads_number_unless_another_signs(dirty: Path) -> None:
    real = truth(dirty, "contracts")
    known = real["signer"].isin(["lead", "known"])
    assert (real.loc[known, "customer_id"] == real.loc[known, "lead_id"]).all()
    assert not real.loc[~known, "customer_id"].isin(real["lead_id"]).any()
    assert not real.loc[~real["further"], "lead_id"].duplicated().any()


def test_leads_won_in_the_truth_are_those_with_a_contract(dirty: Path) -> None:
    leads, real = truth(dirty, "leads"), truth(dirty, "contracts")
    assert set(leads.loc[leads["won"], "lead_id"]) == set(real.loc[~real["further"], "lead_id"])
    assert not leads.loc[leads["same_as"] != "", "won"].any()
    within = leads[leads["won_26w"]]
    assert ((within["won_on"] >= AS_OF) & (within["won_on"] < AS_OF + pd.Timedelta(days=182))).all()
    stages = raw(dirty, "stage_history.csv")
    assert set(stages.loc[stages["giai_doan"] == "Ký hợp đồng", "lead_id"]) == set(leads.loc[leads["won_before"], "lead_id"])


def test_contribution_can_be_computed_from_the_exports(dirty: Path) -> None:
    real = truth(dirty, "contracts").query("before_as_of").set_index("order_id")
    margins = book(dirty, "unit_costs.xlsx", skip=1).set_index("Loại")["Biên lợi nhuận trước chi phí chăm sóc (%)"].astype(float) / 100
    products = {n: p.product for n, p in SETTINGS.projects.items()}
    service = raw(dirty, "service_costs.csv").set_index("so_hd")["chi_phi_cham_soc"].astype("int64")
    left = real["price"] * real["project"].map(products).map(margins) - service.reindex(real.index)
    np.testing.assert_allclose(left, real["contribution"], atol=1)


def test_every_truth_is_stated_beside_what_was_planted(dirty: Path) -> None:
    stated = json.loads((dirty / "truth" / "truth.json").read_text(encoding="utf-8"))
    assert {f"U{n}" for n in range(1, 12)} | {"future", "world"} <= set(stated)
    assert stated["world"]["name"] == "property"
    assert stated["world"]["faults"] is True
    for name, numbers in planted(SETTINGS).items():
        for key, value in numbers.items():
            assert stated[name][f"{key}_planted"] == pytest.approx(value)


def test_a_world_of_two_pieces_gives_every_number_once(tmp_path: Path) -> None:
    folder = made(tmp_path / "wide", customers=12_600)
    for table, key in (("leads", "lead_id"), ("contracts", "order_id")):
        assert not truth(folder, table)[key].duplicated().any()
    assert not raw(folder, "units.csv")["Mã căn"].duplicated().any()


def test_excerpt_of_a_thousand_persons_stays_small(tmp_path: Path) -> None:
    folder = made(tmp_path / "small", customers=1000)
    assert sum(p.stat().st_size for p in (folder / "raw").iterdir()) < 700_000


def test_case_reads_the_exports_and_its_margin_is_the_planted_one(dirty: Path) -> None:
    case = tomllib.loads((CASES / "property" / "case.toml").read_text(encoding="utf-8"))
    for source in case["sources"]:
        name = Path(source["file"]).name
        excel = name.endswith(".xlsx")
        header = set((book(dirty, name, source.get("skip", 0), source.get("sheet", 0)) if excel else raw(dirty, name)).columns)
        assert set(source["columns"].values()) <= header, name
    assert case["differentiate"]["margin_rate"] == pytest.approx(planted(SETTINGS)["U6"]["overall_margin"], abs=0.001)
    assert case["differentiate"]["won_stage"] == SETTINGS.stages.words["won"]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("rate = 0.085", "rate = -0.085", "sources.event.rate"),
        ("rate = 0.14", "rate = 1.4", "sources.referral.rate"),
        ("share = 0.26\n", "share = 0.27\n", "the shares event, web, broker"),
        ("launch_month = 0 ", "launch_month = 1 ", "no project is on sale in month 0"),
        ("shophouse = 22 }", "castle = 22 }", "must name the projects"),
        ("window_months = 6 ", "window_months = 9 ", "reach beyond world.months"),
        ("spread = 0.74 ", "spred = 0.74 ", "intent.spread"),
        ("{ 1 = 0.84", "{ 0 = 0.84", "more households than persons"),
    ],
)
def test_impossible_settings_are_refused_by_name(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = settings_file("property").read_text(encoding="utf-8")
    assert old in text.replace("launch_month = 0\n", "launch_month = 0 \n")
    (tmp_path / "s.toml").write_text(text.replace("launch_month = 0\n", "launch_month = 0 \n").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(named)):
        read_settings(PropertySettings, tmp_path / "s.toml")


def test_slower_clock_has_a_way_back_and_loses_days_only_in_the_shock() -> None:
    days = np.linspace(0, 3000, 500)
    np.testing.assert_allclose(calendar(SETTINGS, effective(SETTINGS, days)), days, atol=1e-6)
    assert effective(SETTINGS, 3000) == pytest.approx(3000 - 0.3 * (30 + 31 + 31))


def test_arrivals_are_a_whole_and_events_have_their_days() -> None:
    for source in SETTINGS.sources.values():
        shares = arrivals(SETTINGS, source)
        assert len(shares) == days_until_as_of(SETTINGS) == 912
        assert shares.sum() == pytest.approx(1)
        assert not source.fairs or (shares[~fair_days(SETTINGS)] == 0).all()
    assert fair_days(SETTINGS).sum() == 60


def test_budgets_are_said_in_words_that_hold_a_figure() -> None:
    ways = sayings(SETTINGS, 3_500_000_000)
    assert all(re.search(r"\d", w) for w in ways)
    assert ways[1] == "3.5ty"
    assert {said(SETTINGS, 3_500_000_000, luck) for luck in np.linspace(0, 0.999, 100)} == set(ways)


@pytest.mark.parametrize(("budget", "half"), [(3.5e9, "3 tỷ rưỡi"), (0.5e9, None), (3.4e9, None), (4e9, None)])
def test_and_a_half_is_said_of_halves_only(budget: float, half: str | None) -> None:
    assert [w for w in sayings(SETTINGS, budget) if "rưỡi" in w] == ([half] if half else [])
