"""Properties of standardising: the order of rows changes nothing, nothing is lost, what is clean stays as it is."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.engine import Engine
from idic_lib.identify.standardise import standardise

SLOW = settings(max_examples=8, deadline=None)  # each example makes some twenty tables
CELLS = {
    "customer_id": ["TV1", "tv1", " TV2", "TV 3", "TV3", "x"],
    "full_name": ["Nguyễn Thị Lan", "Lan Nguyễn Thị", "NGUYEN THI LAN", "Chị Lan", "Test 1", "Công ty Hoa", " ", None, "Nguyá»…n"],
    "phone": ["0951234567", "+84951234567", "01991234567", "0951234567/0591234567", "9.5E+08", "0", "không", None],
    "email": ["lan@gmail.com", "LAN@GMAI.COM", "khongco@x.vn", "lan", None],
    "birth_date": ["01/01/1970", "03/04/1985", "1985-04-03", "01/01/1900", None],
    "province": ["Bình Dương", "TP.HCM", "ĐN", None],
    "district": ["Quận 1", None],
}
ROWS = st.lists(st.tuples(*(st.sampled_from(c) for c in CELLS.values())), min_size=1, max_size=12)


def made(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    engine = Engine.of(contacts_private=frame)
    standardise(
        engine.relation("contacts_private"), region="VN", name_order="family first", date_formats={0: "%d/%m/%Y"}, as_of=date(2026, 7, 1)
    )
    return engine.run("select * from records order by record_no"), engine.run("select * from record_flags order by 1, 2, 3")


def contacts(rows: list[tuple[str | None, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CELLS), dtype="str").assign(_source=0, _row=range(2, len(rows) + 2))


@SLOW
@given(rows=ROWS, data=st.data())
def test_the_order_of_rows_changes_nothing(rows: list[tuple[str | None, ...]], data: st.DataObject) -> None:
    frame = contacts(rows)
    turned = frame.iloc[data.draw(st.permutations(range(len(rows))))]
    for one, other in zip(made(frame), made(turned), strict=True):
        pd.testing.assert_frame_equal(one, other)


@SLOW
@given(rows=ROWS, data=st.data())
def test_where_a_row_stands_in_its_file_changes_no_value(rows: list[tuple[str | None, ...]], data: st.DataObject) -> None:
    turned = [rows[n] for n in data.draw(st.permutations(range(len(rows))))]
    for one, other in zip(made(contacts(rows)), made(contacts(turned)), strict=True):
        pd.testing.assert_frame_equal(one.drop(columns="row", errors="ignore"), other.drop(columns="row", errors="ignore"))


@SLOW
@given(rows=ROWS)
def test_every_row_becomes_one_record_with_its_raw_texts(rows: list[tuple[str | None, ...]]) -> None:
    frame = contacts(rows)
    records, flags = made(frame)
    assert list(records["record_no"]) == list(range(1, len(rows) + 1))
    raw = records.sort_values("row")[["name_raw", "phone_raw", "email_raw", "birth_raw", "province_raw"]].reset_index(drop=True)
    typed = frame[["full_name", "phone", "email", "birth_date", "province"]].set_axis(raw.columns, axis=1)
    assert raw.astype(object).where(raw.notna(), None).equals(typed.astype(object).where(typed.notna(), None))
    assert set(flags["record_no"]) <= set(records["record_no"])
    assert not flags.duplicated().any()


@SLOW
@given(rows=ROWS)
def test_what_is_clean_stays_as_it_is(rows: list[tuple[str | None, ...]]) -> None:
    """Standardised values, standardised again, are the same, and only what is true of the value itself is flagged again."""
    records, _ = made(contacts(rows))
    again = records.rename(columns={"record_id": "customer_id", "name": "full_name"})[
        ["customer_id", "full_name", "phone", "email", "province"]
    ]
    twice, flags = made(again.assign(_source=0, _row=records["row"]))
    same = ["record_id", "name", "name_sorted", "family", "given", "phone", "email", "province"]
    merged = records[[*same, "row"]].merge(twice[[*same, "row"]], on="row", suffixes=("", "_again"))
    for column in same:
        assert (merged[column].fillna("") == merged[f"{column}_again"].fillna("")).all(), column
    assert set(flags["flag"]) <= {"accents_lost", "company", "trial"}
