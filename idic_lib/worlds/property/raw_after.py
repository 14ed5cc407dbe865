"""What comes after the contract, and around it: handover, interior, loans, surveys, sales events, spending."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from idic_lib.worlds.export import Exports
from idic_lib.worlds.pieces import stream
from idic_lib.worlds.property.chunk import Chunk
from idic_lib.worlds.property.clock import Flags, Texts, days_until_as_of, fair_days, month_start, months_of_days
from idic_lib.worlds.property.leads import drawn
from idic_lib.worlds.property.settings import PropertySettings
from idic_lib.worlds.property.written import dots, iso, moments, until, yes_no
from idic_lib.worlds.records import written_records

PAIRS: Final = {
    "M": ("Phải có", "Không thích"),
    "O": ("Thích", "Không thích"),
    "A": ("Thích", "Bình thường"),
    "I": ("Bình thường", "Bình thường"),
}
"""Answers to 'if there is' and 'if there is not' that Kano's table reads as must-be, one-dimensional, attractive, indifferent."""


def write_after(made: Chunk, exports: Exports) -> dict[str, pd.DataFrame]:
    """Write interior, loans and surveys of a piece; return what stands in Excel files: handover, guests of events."""
    exports.csv("interior_options.csv", _interior(made))
    exports.csv("service_costs.csv", _service(made))
    exports.csv("finance_cases.csv", _loans(made))
    exports.csv("survey.csv", pd.concat([_visit_answers(made), _handover_answers(made)], ignore_index=True))
    return {"Bàn giao": _handover(made), "Khách đến": _guests(made)}


def _interior(made: Chunk) -> pd.DataFrame:
    signed, own = made.signed, made.settings.interior
    chosen = signed["interior"].to_numpy()
    return pd.DataFrame({
        "so_hd": signed["number"].to_numpy(), "goi": chosen,
        "gia": pd.Series(chosen).map(own.price).fillna(0).astype(np.int64), "chi_phi": pd.Series(chosen).map(own.cost).fillna(0).astype(np.int64),
    }).sort_values("so_hd", ignore_index=True)  # fmt: skip


def _service(made: Chunk) -> pd.DataFrame:
    """Return what each buyer costs after the contract: the margin of the project less what is left of it."""
    signed = made.signed
    margin = signed["project"].map({n: p.margin for n, p in made.settings.projects.items()}).astype(float)
    cost = (signed["price"] * margin - signed["contribution"]).round().astype(np.int64)
    return pd.DataFrame({"so_hd": signed["number"], "chi_phi_cham_soc": cost}).sort_values("so_hd", ignore_index=True)


def _loans(made: Chunk) -> pd.DataFrame:
    asked = made.signed[made.signed["loan"]]
    rng = made.piece.rng("banks")
    bank = np.array(["Ngân hàng Sông Lam", "Ngân hàng Biển Đông", "Ngân hàng Tây Nguyên"], dtype=object)[rng.integers(0, 3, len(asked))]
    return pd.DataFrame({
        "so_hd": asked["number"].to_numpy(), "ngan_hang": bank, "ty_le_vay": asked["loan_share"].round(2).to_numpy(),
        "duyet": yes_no(asked["approved"]), "so_ngay": np.ceil(asked["loan_days"]).astype(np.int64).to_numpy(),
    }).sort_values("so_hd", ignore_index=True)  # fmt: skip


def _visit_answers(made: Chunk) -> pd.DataFrame:
    """Return what visitors answer after a visit: need, direction wanted, the paired questions on bank help and package B."""
    settings, rng = made.settings, made.piece.rng("survey.visit")
    came = made.leads[made.leads["reached"].isin(["visit", "reserve", "won"])]
    day = came["visit_day"] + rng.exponential(settings.survey.visit_days, len(came))
    asked = (rng.random(len(came)) < settings.survey.visitor_answers) & (day < made.as_of).to_numpy()
    came, day = came[asked], day[asked]
    help_class = np.where(
        came["first_time"], drawn(settings.kano.bank_help_first_time, len(came), rng), drawn(settings.kano.bank_help_others, len(came), rng)
    )
    package = drawn(settings.kano.package_b, len(came), rng)
    answers = {
        "Hài lòng sau tham quan (1-5)": _marks(settings, len(came), rng),
        "Mua để làm gì": came["need"].map(settings.needs_words).to_numpy(),
        "Mua nhà lần đầu": yes_no(came["first_time"]),
        "Hướng mong muốn": came["direction"].to_numpy(),
        "Gói nội thất mong muốn": came["interior"].to_numpy(),
        "Nếu có hỗ trợ vay": _paired(help_class, 0), "Nếu không có hỗ trợ vay": _paired(help_class, 1),
        "Nếu có gói B": _paired(package, 0), "Nếu không có gói B": _paired(package, 1),
    }  # fmt: skip
    return _answers(came["id"].to_numpy(), iso(settings, day).to_numpy(), answers)


def _marks(settings: PropertySettings, size: int, rng: np.random.Generator) -> Texts:
    own = settings.survey
    marks = np.round(own.visit_mark + own.visit_mark_spread * rng.standard_normal(size))
    return np.asarray(np.clip(marks, 1, 5).astype(np.int64).astype(str), dtype=object)


def _paired(classes: Texts, place: int) -> Texts:
    return np.array([PAIRS[c][place] for c in classes], dtype=object)


def _answers(who: Texts, when: Texts, answers: dict[str, Texts]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"ma_khach": who, "ngay": when, "cau_hoi": q, "tra_loi": np.asarray(a, dtype=object)}) for q, a in answers.items()
    ]
    return pd.concat(parts, ignore_index=True).sort_values(["ma_khach", "ngay"], kind="stable", ignore_index=True).astype("str")


def handover_answers(made: Chunk) -> Flags:
    """Return which contracts have an answer about the handover: of residents asked at random, or (fault) of the app's users."""
    own, rows = made.settings.survey, made.contracts
    luck = made.piece.rng("survey.handover").random(len(rows))
    app = np.where(rows["dissatisfied"], own.app_dissatisfied, own.app_satisfied)
    asked: Flags = (luck < (app if made.faults else own.handover_answers)) & (rows["handed"] + own.handover_days < made.as_of).to_numpy()
    return asked


def _handover_answers(made: Chunk) -> pd.DataFrame:
    rows = made.contracts[handover_answers(made)]
    mark = np.where(rows["dissatisfied"], np.maximum(3 - rows["defects"] // 2, 1), 5 - rows["defects"])
    channel = "Ứng dụng cư dân" if made.faults else "Gọi ngẫu nhiên"
    answers = {"Hài lòng sau bàn giao (1-5)": mark.astype(str), "Kênh khảo sát": np.full(len(rows), channel, dtype=object)}
    return _answers(
        rows["customer"].to_numpy(), iso(made.settings, rows["handed"] + made.settings.survey.handover_days).to_numpy(), answers
    )


def _handover(made: Chunk) -> pd.DataFrame:
    rows = made.signed
    done = (rows["handed"] < made.as_of).to_numpy()
    return pd.DataFrame({
        "Số HĐ": rows["number"].to_numpy(), "Ngày bàn giao": until(made.settings, rows["handed"], made.as_of).to_numpy(),
        "Số lỗi ghi nhận": pd.Series(rows["defects"].to_numpy()).where(done, None).to_numpy(dtype=object, na_value=None),
    }).sort_values("Số HĐ", ignore_index=True)  # fmt: skip


def _guests(made: Chunk) -> pd.DataFrame:
    """Return who came to which sales event, as written down at the door; fault: without the lead's number."""
    came = made.leads[made.leads["source"].map({n: s.fairs for n, s in made.settings.sources.items()}).to_numpy(dtype=bool)]
    faults = made.settings.records if made.faults else None
    written = written_records(
        made.people.iloc[came["person"].to_numpy()], record_id=came["id"], system="door", faults=faults, rng=made.rng("door")
    )
    without = made.dirt("door.lead", len(came), made.settings.faults.checkin_without_lead)
    return pd.DataFrame({
        "Mã sự kiện": [f"SK{d:04d}" for d in came["day"].astype(np.int64)], "Giờ đến": moments(made.settings, came["day"]),
        "Tên khách": written["full_name"].to_numpy(), "SĐT": written["phone"].to_numpy(), "Mã lead": np.where(without, None, came["id"]),
    }).sort_values(["Mã sự kiện", "Giờ đến", "Tên khách"], ignore_index=True)  # fmt: skip


def events(settings: PropertySettings) -> pd.DataFrame:
    """Return the sales events there were."""
    days = np.flatnonzero(fair_days(settings))
    return pd.DataFrame({"Mã sự kiện": [f"SK{d:04d}" for d in days], "Ngày": dots(settings, days), "Nội dung": "Ngày hội mở bán"})


def spending(settings: PropertySettings, leads: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return what each source cost in each month: source, month, amount (dong); so much per lead, more in some months than in others."""
    rng = stream(seed, "spending")
    month = months_of_days(settings)[np.minimum(leads["day"].to_numpy(dtype=np.int64), days_until_as_of(settings) - 1)]
    rows = []
    for name, own in settings.sources.items():
        counts = np.bincount(month[(leads["source"] == name).to_numpy()], minlength=settings.world.months)
        noise = 1 + settings.waves.cost_noise * rng.uniform(-1, 1, len(counts))
        rows.append(
            pd.DataFrame(
                {"source": name, "month": np.arange(len(counts)), "amount": np.round(counts * own.cost_per_lead * noise / 1e4) * 1e4}
            )
        )
    return pd.concat(rows, ignore_index=True).astype({"amount": np.int64})


def write_spending(settings: PropertySettings, exports: Exports, spent: pd.DataFrame) -> None:
    """Write the cost sheet (what, per what, when, how much) and the cost of building."""
    words = {n: s.word for n, s in settings.sources.items()}
    days = [month_start(settings, m) for m in spent["month"]]
    sheet = pd.DataFrame(
        {"Hạng mục": spent["source"].map(words), "Tính theo": "source", "Ngày": dots(settings, days), "Số tiền": spent["amount"]}
    )
    exports.csv("costs.csv", sheet)
    projects = settings.projects.values()
    exports.excel("unit_costs.xlsx", {"Giá vốn": pd.DataFrame({
        "Dự án": [p.new_name for p in projects], "Loại": [p.product for p in projects], "Biên lợi nhuận trước chi phí chăm sóc (%)": [round(p.margin * 100, 6) for p in projects],
        "Chi phí chăm sóc (% giá)": round(settings.service.share_of_price * 100, 6),
    })}, above=["Giá vốn và biên lợi nhuận theo dự án"])  # fmt: skip
