from __future__ import annotations

import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify import integration, quality
from tests.unit.identify.records_desk import desk, record

ROWS = [
    record("s1", "shop", "a", phone="1", name_sorted="lan", birth="1990-01-01"),
    record("w1", "web", "a", phone="1", name_sorted="lan", birth="1990-01-01", email="x@y"),
    record("s2", "shop", phone="2", name_sorted="minh"),
    record("w2", "web", name_sorted="hoa"),
]


def events(named: int, nobody: int) -> dict[str, pd.DataFrame]:
    rows = [("s1", None)] * named + [(None, "no customer_id")] * nobody
    raw = pd.DataFrame(rows, columns=["customer_id", "_reason"]).astype("str").assign(_source=3)
    raw = raw.assign(**{c: raw[c].where(raw[c] != "nan", None) for c in ("customer_id", "_reason")})
    return {"events_raw": raw, "events": raw[raw["_reason"].isna()][["customer_id"]]}


def made(**tables: pd.DataFrame) -> Engine:
    engine = desk(ROWS, **tables)
    quality.cells(engine.relation("records"))
    return engine


def test_identifiers_are_counted_as_usable_and_as_found_in_another_system() -> None:
    table = integration.identifiers(made().relation("record_cells")).set_index(["system", "identifier"])
    assert table.loc[("shop", "phone"), ["records", "usable", "found"]].tolist() == [2, 2, 1]
    assert table.loc[("web", "name_and_birth"), ["records", "usable", "found"]].tolist() == [2, 1, 1]
    assert table.loc[("shop", "email"), ["records", "usable", "found"]].tolist() == [2, 0, 0]


def test_a_phone_under_more_than_five_names_identifies_nobody() -> None:
    rows = [record(f"s{i}", "shop", phone="1", name_sorted=f"name {i}") for i in range(6)] + [
        record("w1", "web", phone="1", name_sorted="name 7")
    ]
    table = integration.identifiers(quality.cells(desk(rows).relation("records"))).set_index(["system", "identifier"])
    assert ("shop", "phone") not in table.index


def test_the_matrix_has_a_column_for_each_identifier() -> None:
    wide = integration.identifier_matrix(integration.identifiers(made().relation("record_cells")))
    assert wide.columns.tolist() == ["system", "email", "name_and_birth", "phone", "record_number"]


def test_a_record_reaches_another_system_through_its_person_and_a_row_through_its_number() -> None:
    table = integration.reach(made(**events(1, 99)).relation("records"), {3: "web visits"}).set_index("system")
    assert table.loc["shop", ["rows", "linked"]].tolist() == [2, 1]
    assert table.loc["web visits", ["kind", "rows", "linked"]].tolist() == ["rows", 100, 1]


def test_a_system_that_reaches_nobody_is_a_silo_and_one_that_others_are_found_in_is_none() -> None:
    few_buyers = [record(f"l{i}", "leads", f"p{i}", name_sorted="x") for i in range(200)] + [
        record(f"b{i}", "buyers", f"p{i}", name_sorted="x") for i in range(5)
    ]
    engine = desk(few_buyers, **events(0, 100))
    reached = integration.reach(engine.relation("records"))
    assert integration.silos(reached, pd.DataFrame({"system": [], "field": []}, dtype="str"))["system"].tolist() == ["events 3"]


def test_fields_of_one_system_alone_are_named_unless_there_is_one_system() -> None:
    by_system = quality.completeness_by_system(made().relation("record_cells"))
    assert integration.only_here(by_system)["field"].tolist() == ["email"]
    assert integration.only_here(by_system[by_system["system"] == "web"]).empty


def test_the_score_is_the_mean_over_systems_each_weighing_the_same() -> None:
    rows = {"kind": ["records", "records", "rows"], "met": [100, 500_000, 0], "persons": [100, 1_000_000, 0]}
    found = integration.score(pd.DataFrame(rows))
    assert found.value == 0.75
    assert found.lo < 0.75 < found.hi < 0.751  # the small system ends at 1, half of a million leaves .001


def test_the_score_counts_persons_of_records_and_no_rows_of_what_happened() -> None:
    twice = [record(f"s{i}", "shop", "a", name_sorted="lan") for i in range(3)] + [record("s9", "shop"), record("w1", "web", "a")]
    facts = integration.integration_facts(integration.reach(desk(twice, **events(0, 100)).relation("records")), pd.DataFrame())
    assert facts[1].value == 0.75  # one person of two in the shop, one of one in the web; the visits of nobody are no system of records


def test_one_system_is_refused_with_what_to_collect() -> None:
    facts = integration.integration_facts(pd.DataFrame({"share": [1.0], "kind": ["records"]}), pd.DataFrame())
    assert [f.refused for f in facts] == [True, True]
    assert "second system" in facts[0].sentence()


def test_silos_are_counted_and_the_score_has_an_interval() -> None:
    reached = integration.reach(made(**events(0, 100)).relation("records"))
    fields = integration.only_here(quality.completeness_by_system(made().relation("record_cells")))
    silos, score = integration.integration_facts(reached, integration.silos(reached, fields))
    assert (silos.value, silos.lo) == (1, None)
    assert score.lo is not None
