import json
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from idic_lib.case import CASES
from idic_lib.errors import InputError
from idic_lib.worlds import dairy
from idic_lib.worlds.dairy import world as dairy_world
from idic_lib.worlds.export import Exports
from idic_lib.worlds.pieces import PIECE
from idic_lib.worlds.settings import read_settings
from idic_lib.worlds.write import settings_file

SETTINGS = read_settings(dairy.SETTINGS, settings_file("dairy"))
AS_OF = pd.Timestamp(SETTINGS.span.as_of)


def _written(folder: Path, *, customers: int = 1000, seed: int = 1, faults: bool = True) -> Path:
    with Exports(folder) as exports:
        dairy.write(SETTINGS, exports, customers=customers, seed=seed, faults=faults)
    return folder


def _raw(world: Path, name: str, delimiter: str = ",") -> pd.DataFrame:
    return pd.read_csv(world / "raw" / name, sep=delimiter, dtype=str, encoding="utf-8-sig")


def _evening(world: Path) -> float:
    """Return the share of the app's orders after five in the afternoon, when people order online; in UTC they come before three."""
    return float((_raw(world, "app_orders.csv")["created_at"].str[11:13].astype(int) >= 17).mean())


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("dairy"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("clean"), faults=False)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    one, two, other = (_written(tmp_path / name, customers=300, seed=seed) for name, seed in (("a", 5), ("b", 5), ("c", 6)))
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert all((one / f).read_bytes() == (two / f).read_bytes() for f in files)
    assert (one / "raw/pos_hoa_don.csv").read_bytes() != (other / "raw/pos_hoa_don.csv").read_bytes()


def test_ids_of_two_pieces_never_meet_and_every_person_is_there_once(tmp_path: Path) -> None:
    world = _written(tmp_path, customers=PIECE + 300)
    persons, records = (pd.read_parquet(world / f"truth/{name}.parquet") for name in ("persons", "records"))
    assert persons["person_id"].tolist() == list(range(PIECE + 300))
    assert records["record_id"].is_unique
    assert set(records["person_id"]) == set(persons["person_id"])


@pytest.mark.parametrize("customers", [1, 4, 30])
def test_a_tiny_world_is_written_whole_and_its_truth_is_json(tmp_path: Path, customers: int) -> None:
    text = (_written(tmp_path, customers=customers) / "truth/truth.json").read_text(encoding="utf-8")
    assert json.loads(text)["T1"]["persons"] == customers
    assert "NaN" not in text


def test_a_thousand_customers_make_a_small_excerpt(dirty: Path) -> None:
    assert sum(f.stat().st_size for f in (dirty / "raw").iterdir()) < 2_200_000


def test_the_case_maps_files_and_columns_that_the_world_writes(dirty: Path) -> None:
    case = tomllib.loads((CASES / "dairy/case.toml").read_text(encoding="utf-8"))
    for source in case["sources"]:
        file = dirty / source["file"]
        if source.get("format") == "excel":
            rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_name(source["sheet"]).to_python()
            header = rows[source["skip"]]
        else:
            header = list(pd.read_csv(file, sep=source.get("delimiter", ","), nrows=0, encoding="utf-8-sig").columns)
        assert set(source["columns"].values()) | set(source.get("keep", {})) <= set(header), source["file"]


def test_people_buy_about_nine_times_and_pay_what_groceries_cost(dirty: Path) -> None:
    persons, orders = (pd.read_parquet(dirty / f"truth/{name}.parquet") for name in ("persons", "orders"))
    assert 8 < persons["orders"].mean() < 10.5
    assert 0.08 < (persons["orders"] == 1).mean() < 0.16
    assert orders["amount"].quantile([0.05, 0.95]).between(24_000, 650_000).all()


def test_lines_add_up_to_their_orders(clean: Path) -> None:
    receipts, lines = _raw(clean, "pos_hoa_don.csv"), _raw(clean, "pos_chi_tiet.csv")
    sums = lines["thanh_tien"].astype(int).groupby(lines["so_hoa_don"]).sum()
    assert (sums.loc[receipts["so_hoa_don"]].to_numpy() == receipts["tong_tien"].astype(int).to_numpy()).all()


def test_every_planted_fault_of_the_systems_is_in_the_exports(dirty: Path) -> None:
    receipts, web, registry = _raw(dirty, "pos_hoa_don.csv"), _raw(dirty, "web_orders.csv"), _raw(dirty, "crm_khach_hang.csv", ";")
    amount = receipts["tong_tien"].astype(int)
    day = receipts["thoi_gian"].str[:10]
    twice = receipts[receipts.duplicated("so_hoa_don")]
    assert (amount < 0).any()
    assert amount[amount > 0].quantile(0.005) < 1000
    assert set(twice["thoi_gian"].str[:10]) == {"18/03/2025"}
    assert len(twice) == (day == "18/03/2025").sum() / 2
    assert (receipts["the_thanh_vien"] == "TVNOIBO").mean() > 0.02
    assert web["created_at"].str[:4].astype(int).max() > AS_OF.year + 5
    assert set(web[web.duplicated("order_id")]["created_at"].str[:7]) >= {"2025-08"}
    assert web["account_id"].str.startswith("WTEST").sum() == 36
    assert registry["ho_ten"].str.startswith("Test").sum() == 3
    products = CalamineWorkbook.from_path(str(dirty / "raw/san_pham.xlsx")).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert sum(row[-1] == "" for row in products[3:]) == 6


def test_the_apps_times_are_in_utc_without_saying_so_and_local_in_the_clean_twin(dirty: Path, clean: Path) -> None:
    for world in (dirty, clean):
        assert _raw(world, "app_orders.csv")["created_at"].str.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:00").all()
    # two in five online orders are made after five in the afternoon; seven hours earlier only those of the night are
    assert _evening(dirty) < 0.2
    assert _evening(clean) > 0.35


def test_bad_practice_is_in_the_exports(dirty: Path) -> None:
    sent, events, registry = _raw(dirty, "tin_nhan.csv"), _raw(dirty, "web_events.csv"), _raw(dirty, "crm_khach_hang.csv", ";")
    assert sent["gui_luc"].str.endswith("22:40").sum() > 100
    assert sent.loc[sent["ma_cd"].isin(["CD02", "CD08"]), "nhom"].isna().all()
    assert events["account_id"].notna().mean() < 0.15
    assert registry["nhom"].dropna().str.startswith("KV ").all()
    assert set(_raw(dirty, "chien_dich.csv")["mau_tin"].str.count("{san_pham")) == {0}
    survey = _raw(dirty, "khao_sat.csv")
    assert survey["customer_id"].str.startswith("A").all()


def test_the_clean_twin_has_the_same_people_and_their_purchases(dirty: Path, clean: Path) -> None:
    persons = [pd.read_parquet(w / "truth/persons.parquet") for w in (dirty, clean)]
    same = ["person_id", "segment", "hunter", "rate", "leaves", "satisfied", "problem", "age"]
    pd.testing.assert_frame_equal(persons[0][same], persons[1][same])
    columns = ["person_id", "day", "shop", "amount", "margin", "cause"]
    bought = [pd.read_parquet(w / "truth/orders.parquet").query("cause < 10 and why == 'sale'")[columns] for w in (dirty, clean)]
    in_order = [rows.sort_values(columns, ignore_index=True) for rows in bought]
    pd.testing.assert_frame_equal(*in_order)  # what campaigns add differs, for in the clean twin they go to others


def test_the_clean_twin_has_no_dirt(clean: Path) -> None:
    receipts, web, registry = _raw(clean, "pos_hoa_don.csv"), _raw(clean, "web_orders.csv"), _raw(clean, "crm_khach_hang.csv", ";")
    assert receipts["tong_tien"].astype(int).min() > 10_000
    assert receipts["so_hoa_don"].is_unique
    assert web["order_id"].is_unique
    assert pd.to_datetime(web["created_at"]).max() < AS_OF
    assert receipts["the_thanh_vien"].dropna().str.fullmatch(r"TV\d{7}").all()
    assert not registry["ho_ten"].str.contains("Test|nội bộ").any()
    assert registry["dien_thoai"].str.fullmatch(r"0\d{9}").all()


def test_the_clean_twin_contacts_people_properly(clean: Path) -> None:
    sent, arms = _raw(clean, "tin_nhan.csv"), pd.read_parquet(clean / "truth/arms.parquet")
    persons, records = (pd.read_parquet(clean / f"truth/{name}.parquet") for name in ("persons", "records"))
    assert (sent["nhom"] == "holdout").groupby(sent["ma_cd"]).any().all()
    assert sent["gui_luc"].dropna().str[11:13].astype(int).between(8, 18).all()
    assert not set(_raw(clean, "danh_muc_khuyen_mai.csv")["ma_hang"]) & {"S037", "S038", "S039", "S040"}
    email = arms.merge(records, left_on="customer_id", right_on="record_id").merge(persons, on="person_id")
    assert (email.loc[email["campaign_id"].isin(["CD02", "CD04", "CD08"]), "age"] < 50).all()
    consent = _raw(clean, "dong_y.csv").merge(sent.dropna(subset="gui_luc"), on="ma_kh")
    withdrawn = pd.to_datetime(consent["ngay_rut"], format="%d/%m/%Y")
    assert not (withdrawn < pd.to_datetime(consent["gui_luc"]).dt.normalize() - pd.Timedelta(days=1)).any()


def test_the_future_belongs_to_the_ids_that_stand_in_the_orders(dirty: Path) -> None:
    future = pd.read_parquet(dirty / "truth/future.parquet")
    known = future[future["orders_before"] > 0]
    receipts = _raw(dirty, "pos_hoa_don.csv")
    cards = set(receipts["the_thanh_vien"].dropna()) - {"TVNOIBO"}
    assert cards == set(known.loc[known["customer_id"].str.startswith("TV"), "customer_id"])
    assert (known["days_13"] <= known["days_26"]).all()


def test_what_known_customers_buy_is_counted_by_person(dirty: Path) -> None:
    future, truth = pd.read_parquet(dirty / "truth/future.parquet"), json.loads((dirty / "truth/truth.json").read_text(encoding="utf-8"))
    persons = future.groupby("person_id").sum(numeric_only=True)
    known = persons[persons["orders_before"] > 0]
    assert truth["T5"]["customers"] == len(known) < (future["orders_before"] > 0).sum()
    assert truth["T5"]["sales_26"] == known["amount_26"].sum()
    assert truth["T5"]["orders_26"] == known["orders_26"].sum()
    assert known["days_26"].max() <= truth["T5"]["purchases_26"] <= known["days_26"].sum()  # a day on which two numbers bought counts once


def test_a_campaigns_truth_is_its_purchases_with_and_without_it(dirty: Path) -> None:
    effects = json.loads((dirty / "truth/truth.json").read_text(encoding="utf-8"))["campaigns"]
    assert effects["CD04"]["lift"] == 0
    assert effects["CD06"]["sales_with"] < effects["CD06"]["sales_without"]
    for effect in effects.values():
        assert np.isclose(effect["added_share"], 1 - effect["sales_without"] / effect["sales_with"])


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("tet_surge = 0.32", "tet_surge = -1.5", "season.tet_surge"),
        ("hunters = 0.12", "hunters = 1.12", "money.hunters"),
        ("orders_per_month = 0.64", "orders_per_month = -0.64", "buying.orders_per_month"),
        ("card = 0.33", "card = 0.43", "the shares card, web, app"),
        ('"card+web" = 0.06', '"card+fax" = 0.06', "held names 'fax'"),
        ("starts_on = 2024-11-18", "starts_on = 2024-07-18", "campaign CD01 needs nine weeks"),
        ("ends_on = 2024-12-08", "ends_on = 2024-11-08", "campaign CD01 ends on 2024-11-08, before it begins"),
        ("days_after = 181", "days_after = 365", "stores.launch_on = 2026-01-01 does not leave days_before = 184 and days_after = 365"),
        ("late_days = 14", "late_days = 140", "early_days = 3, late_days = 140 and looks_back = 100"),
        ("SMS = 800", "fax = 800", "there are numbers for fax"),
        ("dob_missing = 0.21", "dob_missing = 0.98", "dob_missing, dob_placeholder"),
        ("nps = [7, 10]", "nps = [10, 7]", "surveys.nps"),
        ("view = 0.7", "view = 0.8", "extras.web_kinds"),
        ("asked_on = 2026-05-04", "asked_on = 2027-05-04", "surveys.asked_on = 2027-05-04 is not within"),
        ("office_hours = [9, 17]", "office_hours = [9, 25]", "office_hours"),
        ('need = "kids"', 'need = "cats"', "need = 'cats'"),
        ("child_from = 20", "child_from = 40", "child_from = 40"),
        ("[readiness]", "[readines]", "readines"),
    ],
)
def test_impossible_settings_are_refused_by_name(tmp_path: Path, good: str, bad: str, said: str) -> None:
    text = settings_file("dairy").read_text(encoding="utf-8")
    assert good in text
    (tmp_path / "settings.toml").write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(InputError, match=said.replace("+", r"\+")):
        read_settings(dairy.SETTINGS, tmp_path / "settings.toml")


def test_more_customers_than_there_are_ids_are_refused() -> None:
    with pytest.raises(InputError, match="4,000,001"):
        dairy_world.prepared(SETTINGS, customers=4_000_001, seed=1, faults=True)
