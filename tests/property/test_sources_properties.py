"""Properties of the way in: nothing is lost, order does not matter, tomorrow does not matter, currency only scales."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.identify import completeness_by_fifth, customers, order_audit, raw_facts, reconciliation, traits
from tests.unit.sources.desk import AS_OF, Desk, case, source

Row = tuple[str, str, str, str]
COLUMNS = {"order_id": "id", "customer_id": "customer", "ordered_on": "date", "amount": "amount"}
DAYS = st.dates(AS_OF - timedelta(days=60), AS_OF + timedelta(days=20))
CENTS = st.integers(-50_000, 500_000)
SLOW = settings(max_examples=15, deadline=None)  # each example writes and reads files


def money(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


@st.composite
def exports(draw: st.DrawFn) -> list[Row]:
    """Rows as clients send them: some without customer, day or amount, some repeated, some after as_of; one is always good."""
    row = st.tuples(
        st.sampled_from([*map(str, range(9)), ""]),
        st.sampled_from(["a", "b", "c", ""]),
        st.one_of(DAYS.map(str), st.just("")),
        st.one_of(CENTS.map(money), st.just("")),
    )
    return [("good", "a", str(AS_OF - timedelta(days=70)), "1.00"), *draw(st.lists(row, max_size=25))]


def loaded(folder: Path, rows: list[Row], *, numbered: bool = True, currency: str = "USD", as_of: date = AS_OF) -> Desk:
    text = "id,customer,date,amount\n" + "".join(",".join(r) + "\n" for r in rows)
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    columns = {k: v for k, v in COLUMNS.items() if numbered or k != "order_id"}
    return Desk(case(folder, source(columns=columns), currency=currency, as_of=as_of), Path(tempfile.mkdtemp(dir=folder)))


def results(desk: Desk, as_of: date = AS_OF) -> list[object]:
    """Return what stages read: customers with fifths, what stands out, raw counts, and what was set aside."""
    frame = customers(desk.engine.relation("orders"), as_of=as_of)
    audit = order_audit(desk.engine.relation("orders_raw"), period_end=as_of - timedelta(days=1))
    raw = raw_facts(desk.engine.relation("orders_raw"), currency="USD", minor=100)
    return [
        frame.to_dict("records"),
        audit.to_dict("records"),
        [f.value for f in raw],
        reconciliation(desk.engine, ["orders"]).to_dict("records"),
    ]


@SLOW
@given(exports(), st.booleans())
def test_no_row_and_no_cent_is_lost(rows: list[Row], numbered: bool) -> None:  # noqa: FBT001 - drawn
    with tempfile.TemporaryDirectory() as folder:
        desk = loaded(Path(folder), rows, numbered=numbered)
        table = reconciliation(desk.engine, ["orders"])
        kept = desk.engine.run("select count(*) as n, cast(sum(amount) as bigint) as s from orders").iloc[0]
        assert table["rows"].sum() == len(rows) == desk.loaded[0].rows
        assert table["amount"].sum() == sum(round(Decimal(r[3] or 0) * 100) for r in rows)
        assert (table.loc[table.reason == "", ["rows", "amount"]].to_numpy() == [[kept.n, kept.s]]).all()


@SLOW
@given(exports().flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), st.booleans())
def test_the_order_of_rows_never_matters(two: tuple[list[Row], list[Row]], numbered: bool) -> None:  # noqa: FBT001 - drawn
    with tempfile.TemporaryDirectory() as folder:
        one, other = (results(loaded(Path(folder), rows, numbered=numbered)) for rows in two)
        assert one == other


@SLOW
@given(
    exports(),
    st.lists(
        st.tuples(st.just("late"), st.sampled_from(["a", "z"]), st.dates(AS_OF, AS_OF + timedelta(days=400)).map(str), CENTS.map(money)),
        max_size=9,
    ),
)
def test_nothing_dated_on_or_after_as_of_changes_what_is_kept(rows: list[Row], late: list[Row]) -> None:
    """What the export holds (raw counts, rows set aside) may grow; nothing that a stage reads may."""
    with tempfile.TemporaryDirectory() as folder:
        one, other = loaded(Path(folder), rows), loaded(Path(folder), [*late, *rows])
        assert one.kept(columns="order_id, customer_id, ordered_on, amount") == other.kept(
            columns="order_id, customer_id, ordered_on, amount"
        )
        assert results(one)[0] == results(other)[0]
        assert other.loaded[0].rows - other.loaded[0].kept == one.loaded[0].rows - one.loaded[0].kept + len(late)


@SLOW
@given(exports(), st.integers(0, 25))
def test_an_export_in_two_halves_holds_the_same_customers(rows: list[Row], cut: int) -> None:
    """Halves of rows without numbers of their own: each row is an order wherever it stands."""
    with tempfile.TemporaryDirectory() as folder:
        whole = loaded(Path(folder), rows, numbered=False).kept()
        halves = []
        for half in (rows[:cut], rows[cut:]):
            try:
                halves += loaded(Path(folder), half, numbered=False).kept()
            except InputError:  # a half may hold no order that can be kept
                continue
        assert sorted(halves) == whole


@SLOW
@given(exports())
def test_another_currency_scales_amounts_and_leaves_fifths(rows: list[Row]) -> None:
    """KWD has 1,000 minor units, USD 100: the same cells are ten times as many."""
    with tempfile.TemporaryDirectory() as folder:
        dollars, dinars = (customers(loaded(Path(folder), rows, currency=c).engine.relation("orders"), as_of=AS_OF) for c in ("USD", "KWD"))
        pd.testing.assert_frame_equal(dinars, dollars.assign(amount=dollars.amount * 10))


@SLOW
@given(exports())
def test_renaming_customers_only_renames_them(rows: list[Row]) -> None:
    """Of rows that share an order number the smallest by its values counts, so here every row is an order."""
    names = {"a": "z1", "b": "Å", "c": "0", "": ""}
    with tempfile.TemporaryDirectory() as folder:
        frames = [loaded(Path(folder), r, numbered=False).kept() for r in (rows, [(i, names[c], d, m) for i, c, d, m in rows])]
        renamed = sorted((names[str(c)], *rest) for c, *rest in frames[0])
        assert [r[1:] for r in sorted(frames[1], key=str)] == [tuple(r[1:]) for r in sorted(renamed, key=str)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["x", "y", None]), st.sampled_from(["u", None])), min_size=1, max_size=12)
)
def test_what_is_known_of_customers_does_not_depend_on_the_order_of_records(records: list[tuple[str, str | None, str | None]]) -> None:
    base = pd.DataFrame({"customer_id": list("abcdef"), "amount": range(6), "fifth": [1, 1, 2, 3, 4, 5]})
    found = []
    for rows in (records, records[::-1]):
        frame = pd.DataFrame(rows, columns=["customer_id", "age", "city"]).astype("string")
        found.append(completeness_by_fifth(base, traits(Engine.of(contacts=frame).relation("contacts"))))
    pd.testing.assert_frame_equal(*found)
    assert (found[0].drop(columns="field").to_numpy() <= 1).all()


@SLOW
@given(exports(), st.integers(0, 25))
def test_two_exports_of_one_table_hold_what_one_file_with_all_rows_holds(rows: list[Row], cut: int) -> None:
    """Whichever is named first, and although numbers repeat across them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = loaded(folder, rows)
        for part, some in (("till.csv", rows[:cut]), ("web.csv", rows[cut:])):
            (folder / part).write_text("id,customer,date,amount\n" + "".join(",".join(r) + "\n" for r in some), encoding="utf-8")
        for files in (("till.csv", "web.csv"), ("web.csv", "till.csv")):
            both = Desk(case(folder, *(source(file=f, columns=COLUMNS) for f in files)), Path(tempfile.mkdtemp(dir=folder)))
            assert results(both) == results(whole)
            assert both.kept() == whole.kept()
            assert sum(x.kept for x in both.loaded) == whole.loaded[0].kept
