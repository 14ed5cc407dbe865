from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.identify import buyer_facts, completeness, completeness_by_fifth, completeness_facts, count_ladder, customers, traits

AS_OF = date(2024, 1, 1)


def base(*amounts: int) -> pd.DataFrame:
    n = len(amounts)
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], "amount": amounts, "fifth": [1 + 5 * i // n for i in range(n)]})


def known(**fields: list[object]) -> pd.DataFrame:
    n = len(next(iter(fields.values())))
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)]} | fields)


def orders(*rows: tuple[str, str, int]) -> Engine:
    frame = pd.DataFrame(
        [(str(i), c, date.fromisoformat(d), a) for i, (c, d, a) in enumerate(rows)],
        columns=["order_id", "customer_id", "ordered_on", "amount"],
    )
    return Engine.of(orders=frame)


def test_customers_are_counted_up_to_as_of() -> None:
    engine = orders(
        ("a", "2023-01-05", 100), ("a", "2023-02-05", 50), ("b", "2023-03-01", 10), ("b", "2024-01-01", 9999), ("z", "2024-05-01", 1)
    )
    frame = customers(engine.relation("orders"), as_of=AS_OF)
    shown = frame.assign(first_on=frame.first_on.astype(str), last_on=frame.last_on.astype(str)).drop(columns="fifth")
    assert shown.to_dict("records") == [
        {"customer_id": "a", "first_on": "2023-01-05", "last_on": "2023-02-05", "orders": 2, "amount": 150},
        {"customer_id": "b", "first_on": "2023-03-01", "last_on": "2023-03-01", "orders": 1, "amount": 10},
    ]


def test_customers_who_spent_the_same_share_a_fifth() -> None:
    engine = orders(*((f"c{i}", "2023-01-05", 100 if i < 3 else 50 - i) for i in range(10)))
    frame = customers(engine.relation("orders"), as_of=AS_OF).set_index("customer_id").fifth
    assert frame[["c0", "c1", "c2"]].tolist() == [1, 1, 1]
    assert frame.max() == 5


def test_of_several_records_a_customer_keeps_what_any_of_them_knows_whatever_their_order() -> None:
    rows = pd.DataFrame({"customer_id": ["a", "a", "b", "a"], "age": [None, "40-50", None, "30-40"], "order": ["x", None, "y", None]})
    for frame in (rows, rows.iloc[::-1]):
        found = traits(Engine.of(contacts=frame.reset_index(drop=True)).relation("contacts"))
        assert found.astype(object).where(found.notna(), None).to_dict("records") == [
            {"customer_id": "a", "age": "30-40", "order": "x"},
            {"customer_id": "b", "age": None, "order": "y"},
        ]


def test_completeness_is_of_all_customers_and_of_all_sales() -> None:
    found = completeness(base(60, 30, 10, 0), known(age=["x", None, "y"], city=["x", None, None]))
    assert found.to_dict("records") == [
        {"field": "age", "known": 2, "customers": 4, "share": 0.5, "sales_share": 0.7},
        {"field": "city", "known": 1, "customers": 4, "share": 0.25, "sales_share": 0.6},
    ]


def test_a_record_of_somebody_who_never_bought_counts_for_nothing() -> None:
    stranger = known(age=["x"]).assign(customer_id="z")
    assert completeness(base(1, 1), stranger)[["known", "customers"]].to_dict("records") == [{"known": 0, "customers": 2}]


def test_traits_may_be_called_like_columns_of_ours() -> None:
    found = completeness(base(60, 40), known(amount=["x", None], fifth=[None, "y"]))
    assert found.set_index("field")["sales_share"].to_dict() == {"amount": 0.6, "fifth": 0.4}
    assert completeness_by_fifth(base(60, 40), known(fifth=["x", None]))["field"].tolist() == ["fifth"]


def test_without_fields_or_sales_there_is_no_share_to_state() -> None:
    assert completeness(base(1, 2), pd.DataFrame({"customer_id": ["c0"]})).empty
    assert completeness(base(0, 0), known(age=["x"]))["sales_share"].isna().all()


def test_completeness_by_fifth_has_one_column_a_fifth() -> None:
    found = completeness_by_fifth(base(5, 4, 3, 2, 1), known(age=["x", None, "y"]))
    assert found.to_dict("records") == [{"field": "age", "fifth 1": 1.0, "fifth 2": 0.0, "fifth 3": 1.0, "fifth 4": 0.0, "fifth 5": 0.0}]


def test_facts_state_coverage_linkage_and_each_field_with_their_intervals() -> None:
    facts = {f.id: f for f in completeness_facts(base(*range(100, 0, -1)), known(age=["x"] * 20 + [None] * 10), draws=200, seed=1)}
    assert set(facts) == {"identify.demographics.coverage", "identify.linkage.sales", "identify.completeness.age"}
    assert facts["identify.demographics.coverage"].value == 0.30
    assert facts["identify.completeness.age"].value == 0.20
    linked = facts["identify.linkage.sales"]
    assert linked.value == pytest.approx(sum(range(71, 101)) / 5050)
    # Wilson for 30 of 100, by hand: (0.30 + 0.0192) / 1.0384 -+ 0.0893
    assert (facts["identify.demographics.coverage"].lo, facts["identify.demographics.coverage"].hi) == pytest.approx(
        (0.2189, 0.3958), abs=1e-4
    )
    assert all(f.lo is not None and f.lo <= float(f.value or 0) <= float(f.hi or 0) for f in facts.values())


def test_facts_are_the_same_for_the_same_seed() -> None:
    given = base(*range(30)), known(age=["x"] * 9)
    assert completeness_facts(*given, draws=200, seed=3) == completeness_facts(*given, draws=200, seed=3)


@pytest.mark.parametrize("amounts", [(0, 0, 0), (50, -80, 20)])
def test_a_share_of_sales_is_refused_where_sales_are_none_or_negative(amounts: tuple[int, ...]) -> None:
    facts = {f.id: f for f in completeness_facts(base(*amounts), known(age=["x"]), draws=200, seed=1)}
    assert facts["identify.linkage.sales"].refused
    assert "Sales and returns in separate columns" in facts["identify.linkage.sales"].sentence()


def test_every_step_of_the_ladder_lies_within_the_one_before() -> None:
    last = pd.to_datetime(["2023-12-31", "2023-11-01", "2023-07-05", "2022-12-31"])
    ladder = count_ladder(6, pd.DataFrame({"last_on": last}), as_of=AS_OF)
    assert ladder["count"].tolist() == [6, 4, 3, 3, 2, 1]
    assert ladder["count"].is_monotonic_decreasing


def test_a_customer_is_active_from_the_first_day_of_the_window_on() -> None:
    exactly = pd.DataFrame({"last_on": pd.to_datetime(["2023-12-04", "2023-12-03"])})  # four weeks before 1 January 2024, and a day more
    assert count_ladder(2, exactly, as_of=AS_OF)["count"].tolist()[-1] == 1


def test_what_everything_rests_on_is_counted_and_summed() -> None:
    base = pd.DataFrame({"customer_id": ["a", "b"], "amount": [150, 50]})
    buyers, sales = buyer_facts(base, currency="USD", minor=100)
    assert (buyers.value, sales.value, sales.unit) == (2, 2.0, "USD")
