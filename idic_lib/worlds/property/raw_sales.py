"""The sales department's exports: units, deposits, contracts, payments, and the accounts' list of buyers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.export import Exports
from idic_lib.worlds.property.chunk import Chunk
from idic_lib.worlds.property.clock import Flags, Floats, Ints, Texts
from idic_lib.worlds.property.raw_staff import broker_id, rep_id
from idic_lib.worlds.property.service import deposits, instalments
from idic_lib.worlds.property.written import dong, dots, until
from idic_lib.worlds.records import written_records

SALE, DEPOSIT = "HĐMB", "Đặt cọc"
"""Kinds of document among the contracts: a contract of sale; a deposit that somebody counted as one (fault)."""


def write_sales(made: Chunk, exports: Exports) -> dict[str, pd.DataFrame]:
    """Write units, contracts and payments of a piece; return what stands in Excel files: deposits, buyers."""
    held = deposits(made.settings, made.piece, made.leads, made.contracts, made.spare)
    held = held[held["day"] < made.as_of].reset_index(drop=True)
    exports.csv("units.csv", _units(made), delimiter=";")
    units = _units_of_deposits(made, held)
    exports.csv("contracts.csv", _contracts(made, held, units), delimiter=";", bom=True)
    exports.csv("payments.csv", _payments(made))
    return {"Đặt cọc": _deposits(made, held, units), "Khách hàng": _buyers(made)}


def _units(made: Chunk) -> pd.DataFrame:
    """Write units; faults: list prices in millions, projects under their old name."""
    settings = made.settings
    columns = ["unit", "project", "floor", "direction", "area", "listed"]
    rows = pd.concat([made.contracts[columns], made.spare[columns]], ignore_index=True).sort_values("unit", ignore_index=True)
    millions = made.dirt("units.millions", len(rows), settings.faults.units_in_millions)
    return pd.DataFrame({
        "Mã căn": rows["unit"],
        "Dự án": _project_names(made, rows["project"], "units.name"),
        "Loại": rows["project"].map({n: p.product for n, p in settings.projects.items()}),
        "Tầng": rows["floor"],
        "Hướng": rows["direction"],
        "Diện tích": [f"{a:.1f}".replace(".", ",") for a in rows["area"]],
        "Giá niêm yết": dong(np.where(millions, rows["listed"] / 1e6, rows["listed"])),
        "Trạng thái": np.where(rows["unit"].isin(made.signed["unit"]), "Đã bán", "Còn hàng"),
    })  # fmt: skip


def _project_names(made: Chunk, projects: pd.Series, purpose: str) -> Texts:
    """Return today's names of projects; fault: some rows keep an old one."""
    names = {n: p.new_name for n, p in made.settings.projects.items()}
    before = {n: p.name for n, p in made.settings.projects.items()}
    old = made.dirt(purpose, len(projects), made.settings.faults.old_project_name)
    return np.asarray(np.where(old, projects.map(before), projects.map(names)))


def _units_of_deposits(made: Chunk, held: pd.DataFrame) -> Texts:
    """Return the unit each deposit is for; fault: a refunded one names a unit that another buyer has signed for."""
    pick = made.rng("units.held").random(len(held))
    again = made.dirt("units.recycled", len(held), made.settings.faults.unit_recycled) & (held["refunded"] < made.as_of).to_numpy()
    project, units = made.leads["project"].to_numpy()[held["lead"]], held["unit"].to_numpy(dtype=object, copy=True)
    for name in made.settings.projects:
        one = again & (project == name)
        sold = made.signed.loc[made.signed["project"] == name, "unit"].to_numpy()
        units[one] = _chosen(sold, pick[one]) if len(sold) else units[one]
    return np.asarray(units)


def _chosen(values: Texts, pick: Floats) -> Texts:
    return values[(pick * len(values)).astype(np.int64)]


def _taken(values: Texts, rows: Ints) -> Texts:
    return np.asarray(np.append(values, [None]).astype(object)[rows])


def _contracts(made: Chunk, held: pd.DataFrame, units: Texts) -> pd.DataFrame:
    """Write contracts; faults: deposits counted as sales, some prices in millions."""
    signed = made.signed
    leads = made.leads.loc[signed["lead"]]
    millions = made.dirt("contracts.millions", len(signed), made.settings.faults.price_in_millions)
    contracts = pd.DataFrame({
        "Số HĐ": signed["number"].to_numpy(),
        "Loại chứng từ": SALE,
        "Mã KH": signed["customer"].to_numpy(),
        "Mã lead": np.where(signed["signer"].isin(["lead", "known"]), leads["id"], None),
        "Mã căn": signed["unit"].to_numpy(),
        "Dự án": _project_names(made, signed["project"], "contracts.name"),
        "Ngày ký": dots(made.settings, signed["signed"]).to_numpy(),
        "Giá bán": dong(np.where(millions, signed["price"] / 1e6, signed["price"])).to_numpy(),
        "Môi giới": broker_id(signed["broker"]),
        "Nhân viên": rep_id(leads["rep"]),
    })  # fmt: skip
    return pd.concat([contracts, _as_sales(made, held, units)], ignore_index=True).sort_values("Số HĐ", kind="stable", ignore_index=True)


def _as_sales(made: Chunk, held: pd.DataFrame, units: Texts) -> pd.DataFrame:
    """Return the deposits without a contract as yet that somebody counted as a sale, at the mean price of the project's units."""
    counted = ~_seen(made, held) & made.dirt("deposits.sales", len(held), made.settings.faults.deposit_as_sale)
    rows, leads = held[counted], made.leads.loc[held["lead"][counted]]
    prices = leads["project"].map({n: p.price for n, p in made.settings.projects.items()}).astype(float)
    return pd.DataFrame({
        "Số HĐ": [f"GC{i[1:]}" for i in leads["id"]],
        "Loại chứng từ": DEPOSIT,
        "Mã KH": leads["id"].to_numpy(),
        "Mã lead": leads["id"].to_numpy(),
        "Mã căn": units[counted],
        "Dự án": _project_names(made, leads["project"], "sales.name"),
        "Ngày ký": dots(made.settings, rows["day"]).to_numpy(),
        "Giá bán": dong(np.round(prices / 1e7) * 1e7).to_numpy(),
        "Môi giới": broker_id(leads["broker"]),
        "Nhân viên": rep_id(leads["rep"]),
    }).astype(object)  # fmt: skip


def _payments(made: Chunk) -> pd.DataFrame:
    rows = instalments(made.settings, made.piece, made.contracts)
    rows = rows[rows["contract"].isin(made.signed.index)]
    number = made.contracts["number"].to_numpy()[rows["contract"]]
    frame = pd.DataFrame({
        "so_hd": number, "dot": rows["number"].to_numpy(), "ngay_den_han": dots(made.settings, rows["due"]).to_numpy(),
        "ngay_tra": until(made.settings, rows["paid"], made.as_of).to_numpy(), "so_tien": rows["amount"].to_numpy(),
    })  # fmt: skip
    return frame.sort_values(["so_hd", "dot"], ignore_index=True)


def _deposits(made: Chunk, held: pd.DataFrame, units: Texts) -> pd.DataFrame:
    """Return deposits; fault: refunds that nobody noted."""
    noted = ~made.dirt("refunds", len(held), made.settings.faults.refund_missing)
    back = until(made.settings, held["refunded"], made.as_of).where(noted, None)
    return pd.DataFrame({
        "Mã lead": made.leads["id"].to_numpy()[held["lead"]], "Mã căn": units, "Ngày cọc": dots(made.settings, held["day"]),
        "Số tiền": held["amount"], "Ngày hoàn cọc": back, "Số HĐ": _taken(made.contracts["number"].to_numpy(), np.where(_seen(made, held), held["contract"], -1)),
    }).sort_values("Mã lead", ignore_index=True)  # fmt: skip


def _seen(made: Chunk, held: pd.DataFrame) -> Flags:
    """Return which deposits have become a contract by as_of."""
    return np.asarray(held["contract"].isin(made.signed.index).to_numpy())


def _buyers(made: Chunk) -> pd.DataFrame:
    """Return the accounts' list of buyers: one row per number, as the contract states name and contact data."""
    signed = made.signed.drop_duplicates("customer")
    rows = made.people.iloc[signed["person"].to_numpy()]
    faults = made.settings.records if made.faults else None
    written = written_records(rows, record_id=signed["customer"], system="accounts", faults=faults, rng=made.rng("buyers"))
    company = (signed["signer"] == "company").to_numpy()
    names = [f"Công ty TNHH {g} {s}" for s, g in zip(rows["surname"], rows["given"], strict=True)]
    return pd.DataFrame({
        "Mã KH": signed["customer"].to_numpy(), "Tên khách hàng": np.where(company, names, written["full_name"]),
        "Điện thoại": written["phone"], "Email": written["email"], "Ngày sinh": np.where(company, None, written["dob"]),
        "Địa chỉ": written["address"], "Phường": written["ward"], "Quận": written["district"], "Tỉnh": written["province"],
    }).sort_values("Mã KH", ignore_index=True)  # fmt: skip
