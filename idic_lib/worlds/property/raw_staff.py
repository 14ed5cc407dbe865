"""Own people and brokers: their numbers, names and phones; answers on readiness."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from idic_lib.worlds.export import Exports
from idic_lib.worlds.people import full_name, persons
from idic_lib.worlds.pieces import Piece, stream
from idic_lib.worlds.property.chances import NEVER
from idic_lib.worlds.property.settings import PropertySettings
from idic_lib.worlds.vietnam.phones import LAST_OLD, once_old_numbers

STAGES: Final = {"Nhận diện": "I", "Phân biệt": "D", "Tương tác": "N", "Tùy biến": "C"}
FIRST_BROKER: Final = LAST_OLD + 500
"""Numbers of shops begin at LAST_OLD; brokers' come after them, and no person has one."""


def rep_id(reps: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Return the numbers of reps: NV01 ..."""
    return np.array([f"NV{int(r) + 1:02d}" for r in np.asarray(reps)], dtype=object)


def broker_id(brokers: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Return the numbers of brokers: MG001 ...; nothing where there is none."""
    return np.array([f"MG{int(b) + 1:03d}" if b != NEVER else None for b in np.asarray(brokers)], dtype=object)


@cache
def _phones(count: int) -> npt.NDArray[np.object_]:
    return once_old_numbers(np.arange(FIRST_BROKER, FIRST_BROKER + count, dtype=np.int64))


def broker_phones(settings: PropertySettings) -> npt.NDArray[np.object_]:
    """Return the brokers' phones, numbers that nobody has."""
    return _phones(settings.team.brokers)


def write_staff(settings: PropertySettings, exports: Exports, seed: int) -> None:
    """Write reps, brokers and the answers on readiness."""
    rng = stream(seed, "staff")
    team, names = settings.team, _names(settings, seed)
    reps = pd.DataFrame(
        {"Mã NV": rep_id(range(team.reps)), "Họ tên": names[: team.reps], "Nhóm": [f"Nhóm {i % 3 + 1}" for i in range(team.reps)]}
    )
    exports.excel("reps.xlsx", {"Nhân viên": reps})
    count = team.brokers
    firm = np.array(team.broker_firms, dtype=object)
    brokers = pd.DataFrame({
        "Mã môi giới": broker_id(range(count)), "Họ tên": names[team.reps :], "Điện thoại": broker_phones(settings),
        "Sàn": firm[rng.integers(0, len(firm), count)], "Tỷ lệ hoa hồng (%)": round(settings.service.commission * 100, 6),
    })  # fmt: skip
    exports.excel("brokers.xlsx", {"Môi giới": brokers}, above=["Danh sách môi giới hợp tác"])
    exports.csv("readiness_answers.csv", _readiness(settings, rng))


def _names(settings: PropertySettings, seed: int) -> npt.NDArray[np.object_]:
    """Return names of reps and brokers, drawn like those of the leads; piece -1 is the staff."""
    count = settings.team.reps + settings.team.brokers
    return np.asarray(full_name(persons(Piece(-1, 0, count, seed), settings.people)).to_numpy(dtype=object))


def _readiness(settings: PropertySettings, rng: np.random.Generator) -> pd.DataFrame:
    """Write scores 1 to 5 for three items of each stage: what is meant to be done, and what can be shown."""
    team = settings.team
    rows = [
        (g, f"{g} {p + 1}", f"{code}{item}")
        for g in team.readiness
        for p in range(team.readiness_people)
        for code in STAGES.values()
        for item in (1, 2, 3)
    ]
    mean = np.array([team.readiness[g] for g, _, _ in rows])
    meant = np.clip(np.round(mean + team.readiness_meant + team.readiness_spread * rng.standard_normal(len(rows))), 1, 5).astype(np.int64)
    shown = np.clip(np.round(mean - team.readiness_shown + team.readiness_spread * rng.standard_normal(len(rows))), 1, 5).astype(np.int64)
    frame = pd.DataFrame(rows, columns=["Nhóm", "Người trả lời", "Mục"])
    return frame.assign(**{"Ý định (1-5)": meant, "Bằng chứng (1-5)": shown})
