"""The CRM's exports: leads, the stages they entered, contacts with them, their consent."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from idic_lib.worlds.export import Exports
from idic_lib.worlds.property.chances import NEVER
from idic_lib.worlds.property.chunk import Chunk
from idic_lib.worlds.property.clock import Flags, Floats, Ints, Texts, month_start, months_of_days
from idic_lib.worlds.property.contracts import other_of_household
from idic_lib.worlds.property.funnel import stage_days
from idic_lib.worlds.property.raw_staff import broker_id, broker_phones, rep_id
from idic_lib.worlds.property.settings import PropertySettings
from idic_lib.worlds.property.written import dong, iso, moments, said, yes_no
from idic_lib.worlds.records import written_records

CHANNELS: Final = ("Zalo", "Email", "SMS", "Gọi")
"""What leads agree to be reached by."""


def write_leads(made: Chunk, exports: Exports) -> pd.DataFrame:
    """Write leads, stages, contacts and consents of a piece; return whose name each lead bears (person_id), for the truth."""
    written = _names(made)
    consent, agreed = _consents(made)
    exports.csv("leads.csv", _leads(made, written, agreed), delimiter=";", bom=True)
    exports.csv("stage_history.csv", _stages(made))
    exports.csv("activities.csv", _activities(made))
    exports.csv("consents.csv", consent)
    return written[["person_id"]]


def _names(made: Chunk) -> pd.DataFrame:
    """Return the contact data of each lead as the CRM holds them; a repeated enquiry may be under the spouse's name."""
    person = made.leads["person"].to_numpy()
    spouse = other_of_household(made.people)[person]
    swap = made.dirt("couple", len(person), made.settings.faults.other_of_couple) & (made.leads["original"] != NEVER) & (spouse != NEVER)
    rows = made.people.iloc[np.where(swap, spouse, person)]
    faults = made.settings.records if made.faults else None
    written = written_records(rows, record_id=made.leads["id"], system="crm", faults=faults, rng=made.rng("names"))
    theirs = made.dirt("broker_phone", len(written), made.settings.faults.broker_phone) & (made.leads["broker"] != NEVER).to_numpy()
    phones = broker_phones(made.settings)[made.leads["broker"]]
    return written.assign(phone=np.where(theirs, phones, written["phone"]))


def _leads(made: Chunk, written: pd.DataFrame, agreed: Flags) -> pd.DataFrame:
    leads, settings = made.leads, made.settings
    sender = pd.Series(np.append(made.contracts["customer"].to_numpy(), [None]))
    frame = pd.DataFrame({
        "Mã lead": leads["id"],
        "Ngày tạo": moments(settings, leads["day"]),
        "Nguồn": leads["source"].map({n: s.word for n, s in settings.sources.items()}),
        "Họ tên": written["full_name"],
        "Điện thoại": written["phone"],
        "Email": written["email"],
        "Ngân sách": _budgets(made),
        "Mục đích": leads["need"].map(settings.needs_words),
        "Sản phẩm quan tâm": leads["project"].map({n: p.product for n, p in settings.projects.items()}),
        "Hướng mong muốn": leads["direction"],
        "Tầng": leads["floor"],
        "Cần vay": yes_no(leads["first_time"]),
        "Điểm quan tâm": _score(leads["score"]),
        "Mã môi giới": broker_id(leads["broker"]),
        "Nhân viên": rep_id(leads["rep"]),
        "Đồng ý nhận tin": yes_no(agreed),
        "Người giới thiệu": sender.to_numpy()[leads["sent_by"]],
        "Trùng với": np.where((leads["original"] != NEVER) & (not made.faults), leads["id"].to_numpy()[leads["original"]], None),
    })  # fmt: skip
    return frame.sort_values("Mã lead", ignore_index=True)


def _score(score: pd.Series) -> pd.Series:
    """Return the CRM's interest score from 0 to 1000: the share of leads that show less."""
    from scipy.stats import norm

    return pd.Series(np.round(1000 * norm.cdf(score)).astype(np.int64), index=score.index)


def stated_budget(settings: PropertySettings, score: pd.Series) -> Floats:
    """Return the budget that a lead states, in dong: a figure of speech more than a plan."""
    return np.asarray(np.round(settings.budget.median * np.exp(settings.budget.spread * score.to_numpy()) / 1e8) * 1e8)


def _budgets(made: Chunk) -> Texts:
    budget = stated_budget(made.settings, made.leads["budget"])
    faults, size = made.settings.faults, len(budget)
    style = made.rng("budget.style").random(size)
    words = np.array([said(made.settings, b, s) for b, s in zip(budget, style, strict=True)], dtype=object)
    text = np.where(made.dirt("budget", size, faults.budget_words), words, dong(budget).to_numpy(dtype=object))
    return np.asarray(pd.Series(text).mask(made.dirt("budget.missing", size, faults.budget_missing), None), dtype=object)


def _stages(made: Chunk) -> pd.DataFrame:
    """Write when leads entered stages; faults: jumps back, contracts dated on a month's last day."""
    rows = stage_days(made.leads)
    rows = _with_jumps(made, rows[rows["day"] < made.as_of])
    leads = made.leads.loc[rows["lead"]]
    frame = pd.DataFrame({
        "lead_id": leads["id"].to_numpy(),
        "giai_doan": rows["stage"].map(made.settings.stages.words).to_numpy(),
        "thoi_gian": moments(made.settings, rows["day"]),
        "nhan_vien": rep_id(leads["rep"]),
    })  # fmt: skip
    return frame.sort_values("lead_id", kind="stable", ignore_index=True)


def _with_jumps(made: Chunk, rows: pd.DataFrame) -> pd.DataFrame:
    faults = made.settings.faults
    last = rows.drop_duplicates("lead", keep="last")
    jumping = last[made.dirt("jumps", len(last), faults.stage_backwards) & last["stage"].isin(["qualified", "visit"]).to_numpy()]
    back = jumping.assign(
        stage=jumping["stage"].map({"qualified": "contacted", "visit": "qualified"}), day=jumping["day"] + made.settings.stages.back_days
    )
    ends = (
        np.array([month_start(made.settings, m + 1) for m in months_of_days(made.settings)]) - 1 + made.settings.stages.month_end_hour / 24
    )
    edited = made.dirt("month_end", len(rows), faults.month_end) & (rows["stage"] == "won").to_numpy()
    rows = rows.assign(day=np.where(edited, ends[rows["day"].astype(np.int64)], rows["day"]))
    return pd.concat([rows, back[back["day"] < made.as_of]]).sort_values(["lead", "day"], kind="stable", ignore_index=True)


def _activities(made: Chunk) -> pd.DataFrame:
    """Write contacts: the first call, what leads do in their first two weeks, later calls; faults: entered in bulk at month's end."""
    leads, own, rng = made.leads, made.settings.activities, made.piece.rng("activities")
    warm = own.inbound * np.exp(own.inbound_follows * leads["score"] - own.inbound_follows**2 / 2)
    into = np.repeat(leads.index, rng.poisson(warm))
    out = np.repeat(leads.index, rng.poisson(own.outbound, len(leads)))
    later = leads["answered"].to_numpy()[out] + own.outbound_days[0] + rng.exponential(own.outbound_days[1], len(out))
    parts = [
        _contacts(leads, leads.index.to_numpy(), "Gọi đầu", "Đi", leads["answered"].to_numpy()),
        _contacts(leads, into, None, "Đến", leads["day"].to_numpy()[into] + rng.random(len(into)) * own.inbound_days),
        _contacts(leads, out, "Gọi", "Đi", np.where(_bulk(made)[leads["rep"].to_numpy()[out]], _evening(made, later), later)),
    ]
    rows = pd.concat(parts, ignore_index=True)
    kinds = np.array(["Zalo", "Email", "Xem bảng giá", "Gọi đến"], dtype=object)[rng.integers(0, 4, len(rows))]
    rows["loai"] = rows["loai"].fillna(pd.Series(kinds, index=rows.index))
    rows = rows[rows["day"] < made.as_of].sort_values(["lead_id", "day"], kind="stable", ignore_index=True)
    seconds = np.ceil(own.call_seconds * np.exp(own.call_spread * rng.standard_normal(len(rows)))).astype(np.int64)
    spoken = pd.Series(seconds, index=rows.index).astype("Int64").where(rows["loai"].str.startswith("Gọi"))
    return rows.assign(thoi_gian=moments(made.settings, rows["day"]), thoi_luong_giay=spoken).drop(columns="day")


def _contacts(leads: pd.DataFrame, rows: Ints, kind: str | None, way: str, day: Floats) -> pd.DataFrame:
    whose = leads.loc[rows]
    frame = pd.DataFrame({"lead_id": whose["id"].to_numpy(), "loai": kind, "chieu": way, "nhan_vien": rep_id(whose["rep"]), "day": day})
    return frame.astype({"loai": object})


def _bulk(made: Chunk) -> Flags:
    """Return which reps enter their contacts on the last evening of the month."""
    return np.arange(made.settings.team.reps) < made.settings.team.bulk_reps * made.faults


def _evening(made: Chunk, day: Floats) -> Floats:
    ends = np.array([month_start(made.settings, m + 1) for m in range(made.settings.world.months)])
    place = np.minimum(np.searchsorted(ends, day, side="right"), len(ends) - 1)
    return np.where(day < made.as_of, ends[place] - 1 + made.settings.activities.bulk_hour / 24, day)


def _consents(made: Chunk) -> tuple[pd.DataFrame, Flags]:
    """Return the log of consents, and who agreed; purchased lists come without (fault), with one in the clean twin."""
    leads, own, rng = made.leads, made.settings.consent, made.piece.rng("consents")
    agreed = rng.random(len(leads)) < own.given
    bought = (leads["source"] == "purchased_list").to_numpy()
    without = made.dirt("consent", len(leads), made.settings.faults.list_without_consent)
    agreed = np.where(bought, ~without if made.faults else True, agreed)
    back = np.where(rng.random(len(leads)) < own.withdrawn, leads["day"] + rng.exponential(own.withdrawn_days, len(leads)), made.as_of)
    channel = np.array(CHANNELS, dtype=object)[rng.integers(0, len(CHANNELS), len(leads))]
    log = pd.DataFrame({
        "ma_khach": leads["id"], "muc_dich": "Tiếp thị", "kenh": channel, "ngay_dong_y": iso(made.settings, leads["day"]),
        "ngay_rut": iso(made.settings, np.minimum(back, made.as_of - 1)).where(back < made.as_of, None),
    })  # fmt: skip
    return log[agreed].sort_values("ma_khach", ignore_index=True), agreed
