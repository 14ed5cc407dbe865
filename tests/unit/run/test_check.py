from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from idic_lib.errors import InputError
from idic_lib.run.check import check_case, list_cases
from tests.unit.run.conftest import TOML, Kernels, Silent, run_case


def test_check_says_what_can_be_answered_and_which_rows_are_set_aside(acme: Path) -> None:
    with (acme / "orders.csv").open("a", encoding="utf-8") as file:
        file.write(",2023-05-01,7.50\n3,2024-01-01,2.00\n3,2024-01-02,-4.00\n")
    found = check_case(acme)
    assert [(e.table, e.rows, e.kept) for e in found.exports] == [("orders", 363, 360)]
    assert set(found.set_aside) == {("orders", "no customer_id", 1, 7.5), ("orders", "dated on or after as_of", 2, -2.0)}
    assert found.can[0] == "who buys, how often, how much and whether they come back"
    assert "whether every product line can be trusted, line by line" not in found.can
    assert "orders" not in dict(found.cannot)
    assert {"order_lines", "contacts", "touches"} <= set(dict(found.cannot))


def test_check_stands_at_another_day(acme: Path) -> None:
    assert check_case(acme, as_of=date(2023, 7, 1)).exports[0].kept == 180


def test_check_refuses_what_a_run_refuses(acme: Path) -> None:
    (acme / "orders.csv").write_text("customer,date,amount\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"orders\.csv holds no order that can be kept"):
        check_case(acme)


def test_check_keeps_nothing(acme: Path) -> None:
    before = sorted(acme.rglob("*"))
    check_case(acme)
    assert sorted(acme.rglob("*")) == before


def test_list_names_every_case_with_its_runs(kernels: Kernels, acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del kernels
    monkeypatch.setattr("idic_lib.run.check.CASES", tmp_path)
    assert list_cases(tmp_path / "out") == [("acme", acme, [], "")]
    run_case(acme, out=tmp_path / "out", progress=Silent())
    assert list_cases(tmp_path / "out") == [("acme", acme, ["2024-01-01"], "2024-01-01")]


def test_check_names_the_leads_of_a_case_without_orders_and_no_orders(tmp_path: Path) -> None:
    text = TOML.replace("[case]", '[case]\nsetting = "rare"').replace('"orders"', '"leads"').replace('"orders.csv"', '"leads.csv"')
    text = text[: text.index("[sources.columns]")] + '[sources.columns]\nlead_id = "id"\ncreated_on = "on"\n'
    (tmp_path / "case.toml").write_text(text, encoding="utf-8")
    (tmp_path / "leads.csv").write_text("id,on\n1,2023-01-02\n", encoding="utf-8")
    found = check_case(tmp_path)
    assert found.can == ("which sources bring customers, and at what cost",)
    assert "orders" in dict(found.cannot)
