"""The customer registry (CRM): every card and account as the clerks and customers wrote it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.history import History
from idic_lib.worlds.dairy.settings import KINDS
from idic_lib.worlds.dairy.texts import codes, days_text, taken
from idic_lib.worlds.records import written_records

Ints = NDArray[np.int64]

SYSTEMS = ("pos", "web", "app")
STAFF_CARD = "TVNOIBO"
_SOURCES = ["Cửa hàng", "Web", "Ứng dụng"]
_COLUMNS = {"record_id": "ma_kh", "full_name": "ho_ten", "phone": "dien_thoai", "email": "email", "dob": "ngay_sinh", "gender": "gioi_tinh",
            "address": "dia_chi", "ward": "phuong_xa", "district": "quan_huyen", "province": "tinh"}  # fmt: skip


def registry(past: History) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the registry of one piece as it is exported, and who each record truly is (record_id, system, person_id)."""
    ids, world = past.customers.ids, past.world
    written = pd.concat([_of_system(kind, past) for kind in range(len(KINDS))], ignore_index=True)
    kind = written["record_id"].map(ids.set_index("code")["kind"]).to_numpy(dtype=np.int64)
    rows = written["record_id"].map(pd.Series(np.arange(len(ids)), index=ids["code"])).to_numpy(dtype=np.int64)
    rng = past.piece.rng("registry")
    made = written.rename(columns=_COLUMNS)[list(_COLUMNS.values())].assign(
        nguon=taken(_SOURCES, kind),
        ngay_tao=days_text(created(past)[rows], starts_on=world.clock.starts_on, day_format="%d/%m/%Y"),
        nguoi_phu_trach=codes("NV", rng.integers(1, world.settings.identities.clerks + 1, len(rows)), width=2),
        nhom=_groups(past, ids["person"].to_numpy()[rows], written["province"]),
    )
    truth = pd.DataFrame({"record_id": written["record_id"], "system": taken(list(SYSTEMS), kind), "person_id": written["person_id"]})
    order = rng.permutation(len(made))
    return made.iloc[order].reset_index(drop=True), truth.iloc[order].reset_index(drop=True)


def _of_system(kind: int, past: History) -> pd.DataFrame:
    own = past.customers.ids[past.customers.ids["kind"] == kind]
    faults = past.world.settings.records if past.world.faults else None
    rows = past.customers.people.iloc[own["person"]].reset_index(drop=True)
    rng = past.piece.rng(f"faults.records.{SYSTEMS[kind]}")
    return written_records(rows, record_id=own["code"].reset_index(drop=True), system=SYSTEMS[kind], faults=faults, rng=rng)


def created(past: History) -> Ints:
    """Return the day on which each id was registered; the ids of one person have days of their own.

    Those who were there before registered some time in the years before; all others between the day they joined and the day on which the
    id is first used, by an order or by a campaign.
    """
    ids, clock, rng = past.customers.ids, past.world.clock, past.piece.rng("registered")
    earlier, drawn = -rng.integers(1, past.world.settings.identities.registered_within, len(ids)), rng.random(len(ids))
    first = _first_use(past)
    joined = np.minimum(clock.days(ids["since"].to_numpy()), first)
    own = joined + (drawn * (first - joined + 1)).astype(np.int64)
    return np.where(ids["since"].to_numpy() > 0, own, earlier)


def _first_use(past: History) -> Ints:
    """Return the day of the first order of each id, or the day before the first campaign it was on the list of; at the latest the last day."""
    clock = past.world.clock
    first = np.full(len(past.customers.ids), clock.today - 1)
    own = past.orders[(past.orders["id"] >= 0) & ~past.orders["lost"]]
    np.minimum.at(first, own["id"].to_numpy(dtype=np.int64), own["day"].to_numpy())
    for campaign in past.world.settings.campaigns:
        listed = past.lists[campaign.id].touched["id"].to_numpy()
        first[listed] = np.minimum(first[listed], clock.day(campaign.starts_on) - 1)
    return first


def _groups(past: History, person: Ints, province: pd.Series) -> pd.Series:
    """Return the group of each customer: by the province as written, which says little of needs, or in the clean twin by need."""
    settings = past.world.settings
    if past.world.faults and settings.practice.groups_by_province:
        return ("KV " + province).where(province.notna(), None)
    return taken([s.name for s in settings.segments.values()], past.customers.traits["segment"].to_numpy()[person])


def strangers_in_registry(tests: int, *, on: pd.Timestamp) -> pd.DataFrame:
    """Return the records that are nobody: the shop's own card, and accounts made for testing."""
    names = ["Thẻ nội bộ cửa hàng", *(f"Test {n}" for n in range(1, tests + 1))]
    ids = [STAFF_CARD, *trial_accounts(tests)]
    blank = pd.DataFrame(None, index=range(len(ids)), columns=[*_COLUMNS.values()], dtype="str")
    return blank.assign(
        ma_kh=ids,
        ho_ten=names,
        nguon=["Cửa hàng", *["Web"] * tests],
        ngay_tao=f"{on:%d/%m/%Y}",
        nguoi_phu_trach="NV01",
        nhom=pd.Series(None, index=blank.index, dtype="str"),
    )


def trial_accounts(tests: int) -> list[str]:
    """Return the web accounts that the shop's own people ordered with to try it."""
    return [f"WTEST{n:02d}" for n in range(1, tests + 1)]
