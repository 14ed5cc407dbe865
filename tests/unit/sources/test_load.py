from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from idic_lib.errors import InputError
from idic_lib.sources import fingerprints
from tests.unit.sources.desk import LINES, Desk, case, desk, source

HEAD = "customer,date,amount\n"


def test_rows_are_kept_in_minor_units_and_days(tmp_path: Path) -> None:
    found = desk(tmp_path, HEAD + "a,2023-01-02,12.5\nb,2023-01-03,0.05\n")
    assert found.kept() == [("a", "2023-01-02", 1250), ("b", "2023-01-03", 5)]
    loaded = found.loaded[0]
    assert (loaded.table, loaded.source, loaded.rows, loaded.kept) == ("orders", "orders.csv", 2, 2)
    assert loaded.sha256 == hashlib.sha256((tmp_path / "orders.csv").read_bytes()).hexdigest()
    assert fingerprints(case(tmp_path)) == {"orders.csv": loaded.sha256}


def test_every_row_that_is_not_kept_has_its_reason(tmp_path: Path) -> None:
    text = HEAD + "a,2023-01-02,1\n,2023-01-02,2\nb,,4\nc,2023-01-02,\na,2024-01-01,8\na,2030-01-01,16\n"
    found = desk(tmp_path, text)
    assert found.kept() == [("a", "2023-01-02", 100)]
    assert {k: v[0] for k, v in found.aside().items()} == {
        "no customer_id": 1, "no ordered_on": 1, "no amount": 1, "dated on or after as_of": 2,
    }  # fmt: skip
    assert found.aside()["dated on or after as_of"] == (2, 2400)
    assert found.loaded[0].rows == 6


def test_numbers_of_orders_that_repeat_count_once_whatever_the_order_of_rows(tmp_path: Path) -> None:
    columns = {"order_id": "id", "customer_id": "customer", "ordered_on": "date", "amount": "amount"}
    rows = ["1,a,2023-01-02,5", "1,a,2023-01-02,5", "1,a,2023-01-02,3", "2,b,2023-01-02,", "2,b,2023-01-02,7"]
    for turned in (rows, rows[::-1]):
        found = desk(tmp_path, "id,customer,date,amount\n" + "\n".join(turned) + "\n", columns=columns)
        assert found.kept() == [("a", "2023-01-02", 300), ("b", "2023-01-02", 700)]
        assert found.aside()["order_id stands in another row"] == (2, 1000)
        assert found.aside()["no amount"][0] == 1  # a row that cannot be used pushes no other out


def test_without_order_numbers_every_row_is_an_order(tmp_path: Path) -> None:
    found = desk(tmp_path, HEAD + "a,2023-01-02,1\na,2023-01-02,1\n")
    assert found.kept(columns="order_id") == [("2",), ("3",)]  # the rows of the file, as a spreadsheet counts


def test_orders_are_the_sums_of_their_lines(tmp_path: Path) -> None:
    text = "order_id,customer_id,product_id,ordered_on,quantity,amount\n1,a,x,2023-01-02,1,2.50\n1,a,y,2023-01-02,2,1.25\n2,b,x,2023-01-03,0,0\n3,b,x,2023-01-04,-1,-2.50\n"
    (tmp_path / "lines.csv").write_text(text, encoding="utf-8")
    found = Desk(case(tmp_path, source("order_lines", "lines.csv")), tmp_path / "tables")
    assert found.kept() == [("a", "2023-01-02", 375), ("b", "2023-01-04", -250)]
    assert found.aside() == {"no quantity and no amount": (1, 0.0)}
    assert found.engine.run("select count(distinct order_id) as n from orders_raw").n[0] == 3


def test_order_numbers_that_start_again_elsewhere_join_no_two_customers(tmp_path: Path) -> None:
    text = "order_id,customer_id,product_id,ordered_on,quantity,amount\n1,a,x,2023-01-02,1,2\n1,b,x,2023-01-05,1,3\n"
    (tmp_path / "lines.csv").write_text(text, encoding="utf-8")
    found = Desk(case(tmp_path, source("order_lines", "lines.csv")), tmp_path / "tables")
    assert found.kept() == [("a", "2023-01-02", 200), ("b", "2023-01-05", 300)]


def test_a_table_of_which_no_row_is_kept_counts_as_absent(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(HEAD + "a,2023-01-02,1\n", encoding="utf-8")
    (tmp_path / "touches.csv").write_text("who,when\na,2025-01-01\n,2023-01-01\n", encoding="utf-8")
    touches = source("touches", "touches.csv", columns={"customer_id": "who", "sent_on": "when"})
    found = Desk(case(tmp_path, source(), touches), tmp_path / "tables")
    assert (found.engine.has("touches"), found.engine.has("touches_raw"), found.loaded[1].rows) == (False, True, 2)


def test_campaigns_may_be_plans_and_answers_may_not(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(HEAD + "a,2023-01-02,1\n", encoding="utf-8")
    (tmp_path / "plans.csv").write_text(
        "campaign_id,starts_on,ends_on\n8,2023-12-20,2024-02-01\n9,2024-03-01,2024-04-01\n", encoding="utf-8"
    )
    (tmp_path / "answers.csv").write_text("customer_id,campaign_id,redeemed_on\na,8,2023-12-31\na,8,2024-01-01\n", encoding="utf-8")
    plans = source("campaigns", "plans.csv", columns={c: c for c in ("campaign_id", "starts_on", "ends_on")})
    answers = source("redemptions", "answers.csv", columns={c: c for c in ("customer_id", "campaign_id", "redeemed_on")})
    assert [x.kept for x in Desk(case(tmp_path, source(), plans, answers), tmp_path / "tables").loaded] == [1, 2, 1]


def test_traits_keep_the_names_the_case_gives_them(tmp_path: Path) -> None:
    """A trait may be called like a word of SQL."""
    (tmp_path / "orders.csv").write_text(HEAD + "a,2023-01-02,1\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,Order,Amount\na,first, \n", encoding="utf-8")
    people = source("contacts", "people.csv", columns={"customer_id": "id", "order": "Order", "group": "Amount"})
    found = Desk(case(tmp_path, source(), people), tmp_path / "tables")
    assert found.kept("contacts", 'customer_id, "order", "group"') == [("a", "first", None)]


def test_parquet_is_read_typed_and_in_place(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"who": [7, 8, 9], "at": pd.to_datetime(["2023-01-02 23:59", "2023-01-03 00:00", None]), "paid": [1.005, -2.5, 3.0]}
    )
    frame.to_parquet(tmp_path / "orders.parquet", index=False)
    exported = source(file="orders.parquet", format="parquet", columns={"customer_id": "who", "ordered_on": "at", "amount": "paid"})
    found = Desk(case(tmp_path, exported), tmp_path / "tables")
    assert [r[:2] for r in found.kept()] == [("7", "2023-01-02"), ("8", "2023-01-03")]
    assert [r[2] for r in found.kept()][1] == -250
    assert found.aside() == {"no ordered_on": (1, 300.0)}


def test_parquet_numbers_that_mean_not_known_are_set_aside(tmp_path: Path) -> None:
    pd.DataFrame({"who": [7, -1], "at": pd.to_datetime(["2023-01-02"] * 2), "paid": [1.0, 2.0]}).to_parquet(
        tmp_path / "o.parquet", index=False
    )
    exported = source(
        file="o.parquet", format="parquet", missing=("-1", "-1.0"), columns={"customer_id": "who", "ordered_on": "at", "amount": "paid"}
    )
    assert Desk(case(tmp_path, exported), tmp_path / "tables").aside() == {"no customer_id": (1, 200.0)}


@pytest.mark.parametrize("paid", [float("inf"), 1e30])
def test_an_endless_amount_in_parquet_is_a_sentence(tmp_path: Path, paid: float) -> None:
    pd.DataFrame({"who": [7], "at": pd.to_datetime(["2023-01-02"]), "paid": [paid]}).to_parquet(tmp_path / "o.parquet", index=False)
    exported = source(file="o.parquet", format="parquet", columns={"customer_id": "who", "ordered_on": "at", "amount": "paid"})
    with pytest.raises(InputError, match=r"o\.parquet, row 1: amount \(column 'paid'\) .* is not an amount"):
        Desk(case(tmp_path, exported), tmp_path / "tables")


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_columns_apart_by_blanks_are_called_by_position(tmp_path: Path, header: bool, line_end: str) -> None:  # noqa: FBT001 - a table of cases
    text = line_end.join([*(["id day paid"] if header else []), "  a   20230102   1.50", "  b   20230103   2", ""])
    columns = {"customer_id": 1, "ordered_on": 2, "amount": 3}
    found = desk(tmp_path, text, format="whitespace", header=header, date_format="%Y%m%d", columns=columns)
    assert found.kept() == [("a", "2023-01-02", 150), ("b", "2023-01-03", 200)]


def test_a_file_without_a_header_is_called_by_the_readers_own_names(tmp_path: Path) -> None:
    columns = {"customer_id": "column0", "ordered_on": "column1", "amount": "column2"}
    assert desk(tmp_path, "a,2023-01-02,1.5\n", header=False, columns=columns).kept() == [("a", "2023-01-02", 150)]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ((HEAD + "André,2023-01-02,1\n").encode("utf-8-sig"), {}),
        ((HEAD + "André,2023-01-02,1\n").encode("latin-1"), {"encoding": "latin-1"}),
        ((HEAD + "André,2023-01-02,1\n").encode("utf-16"), {"encoding": "utf-16"}),
        ((HEAD + '"André",2023-01-02,"1"\n').replace("\n", "\r\n").encode(), {}),
        ((HEAD.replace(",", ";") + "André;2023-01-02;1\n").encode(), {"delimiter": ";"}),
    ],
    ids=["byte order mark", "latin-1", "utf-16", "quotes and Windows line ends", "semicolons"],
)
def test_exports_are_read_as_the_case_says(tmp_path: Path, text: bytes, more: dict[str, str]) -> None:
    assert desk(tmp_path, text, **more).kept() == [("André", "2023-01-02", 100)]


def test_a_quoted_line_break_stays_in_its_cell(tmp_path: Path) -> None:
    assert desk(tmp_path, HEAD + '"a\nb",2023-01-02,1\nc,2023-01-02,2\n').kept()[0][0] == "a\nb"


def test_nothing_but_the_tables_is_left_in_the_folder(tmp_path: Path) -> None:
    desk(tmp_path, HEAD + "a,2023-01-02,1\n")
    assert [p.name for p in (tmp_path / "tables").iterdir()] == ["orders.parquet"]


LEADS = source("leads", "leads.csv", columns={"lead_id": "id", "created_on": "on"})


def test_leads_alone_are_refused_where_purchases_are_expected_to_repeat(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("id,on\n1,2023-01-02\n", encoding="utf-8")
    with pytest.raises(InputError, match="its sources hold leads but no order that can be kept"):
        Desk(case(tmp_path, LEADS), tmp_path / "tables")


def test_leads_alone_are_enough_where_purchases_are_rare_and_those_after_as_of_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("id,on\n1,2023-01-02\n2,2024-01-01\n", encoding="utf-8")
    found = Desk(case(tmp_path, LEADS, setting="rare"), tmp_path / "tables")
    assert found.kept("leads", "lead_id") == [("1",)]
    assert not found.engine.has("orders")
    (tmp_path / "leads.csv").write_text("id,on\n2,2024-01-01\n", encoding="utf-8")
    with pytest.raises(InputError, match="its sources hold no lead and no order that can be kept"):
        Desk(case(tmp_path, LEADS, setting="rare"), tmp_path / "tables")


def test_lines_that_all_come_too_late_are_refused_with_the_first_day(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(",".join(LINES) + "\n1,a,x,2024-03-04,1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="as_of is 2024-01-01, but the first order is of 2024-03-04"):
        Desk(case(tmp_path, source("order_lines", "lines.csv"), as_of=date(2024, 1, 1)), tmp_path / "tables")
