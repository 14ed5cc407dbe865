from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.identify import forms, quality
from tests.unit.identify.records_desk import AS_OF, desk, orders, record

ASKED = {0: ("customer_id", "full_name", "phone", "shoe_size"), 1: ("customer_id", "phone", "fax")}


def shop() -> Engine:
    contacts = pd.DataFrame({
        "customer_id": ["a", "b", "c", "d"], "full_name": ["lan", None, None, None], "phone": ["1", "x", "3", "4"],
        "shoe_size": ["40", "41", None, None], "fax": [None] * 4, "_source": [0, 0, 1, 1],
    })  # fmt: skip
    rows = [
        record("a", name_sorted="lan", phone="1", source=0),
        record("b", phone_raw="x", source=0),
        record("c", phone="3", source=1),
        record("d", phone="4", source=1),
    ]
    kept = contacts.astype({c: "str" for c in contacts.columns if c != "_source"}).astype({"_source": "int64"})
    kept = kept.assign(**{c: kept[c].where(contacts[c].notna(), None) for c in contacts.columns if c != "_source"})
    engine = desk(rows, [(2, "phone", "invalid")], contacts_private=kept, orders=orders(("a", "2026-01-01", 60), ("b", "2026-01-02", 40)))
    quality.cells(engine.relation("records"))
    return engine


def where() -> pd.DataFrame:
    engine = shop()
    return forms.asked_where(engine.relation("contacts_private"), engine.relation("record_cells"), ASKED)


def test_each_form_has_its_own_fill_and_invalid_rate() -> None:
    table = where().set_index(["source", "field"])
    assert table.loc[(0, "phone"), ["records", "filled", "invalid", "share"]].tolist() == [2, 2, 1, 0.5]
    assert table.loc[(1, "phone"), ["records", "filled", "invalid", "share"]].tolist() == [2, 2, 0, 0.0]


def test_a_trait_of_the_clients_own_has_a_fill_rate_and_no_invalid_rate() -> None:
    row = where().set_index(["source", "field"]).loc[(0, "shoe_size")]
    assert row["filled"] == 2
    assert pd.isna(row["share"])


def test_the_advice_follows_purpose_fill_and_form() -> None:
    table = forms.form_advice(where(), {"fax": "send contracts"}).set_index(["source", "field"])["advice"]
    assert table.to_dict() == {
        (0, "shoe_size"): forms.DROP, (1, "fax"): forms.STOP, (0, "phone"): forms.CHECK, (0, "full_name"): forms.GOOD, (1, "phone"): forms.GOOD,
    }  # fmt: skip


def test_fields_are_ranked_by_the_sales_of_customers_without_them() -> None:
    made = shop().relation("record_cells")
    ranked = forms.at_stake(quality.completeness_of_fifths(made, as_of=AS_OF), {}).set_index("field")
    assert ranked["amount"].to_dict() == {"full_name": 40, "phone": 40}
    assert ranked.loc["phone", "sales_share"] == pytest.approx(0.4)


def test_what_no_form_kept_is_refused_and_sums_are_exact() -> None:
    made = shop().relation("record_cells")
    ranked = forms.at_stake(quality.completeness_of_fifths(made, as_of=AS_OF), {})
    facts = {f.id: f for f in forms.form_facts(where(), ranked, currency="USD", minor=100)}
    assert facts["identify.form.never_filled"].value == 1
    assert facts["identify.unusable_sales.phone"].value == 0.4
    assert facts["identify.form.drop_off"].refused
