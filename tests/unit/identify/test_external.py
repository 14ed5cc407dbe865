"""Tables from outside: joined by their key with how well that went, and never without licence and legal basis."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.external import External
from idic_lib.identify.external import enrichment, external_facts, join_external
from idic_lib.identify.pictures import of_persons
from idic_lib.sources.external import read_external

DECLARED: dict[str, Any] = {
    "name": "province", "file": "raw/p.csv", "key": "tinh", "joins": "province", "columns": {"people": "dan_so", "note": "ghi_chu"},
    "source": "statistics office", "date": date(2025, 12, 31), "licence": "open", "legal_basis": "figures of places, not of persons",
}  # fmt: skip
TABLE = "tinh,dan_so,ghi_chu\nAn Giang,3670,a\nBắc Ninh,3390,\nHuế,1,c\n"


def table(folder: Path, text: str = TABLE, **more: Any) -> tuple[External, pd.DataFrame]:  # noqa: ANN401 - settings
    (folder / "raw").mkdir(exist_ok=True)
    (folder / "raw" / "p.csv").write_text(text, encoding="utf-8")
    external = External(**{**DECLARED, **more})
    return external, read_external(folder, external)


def people(*provinces: str | None) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(len(provinces))], "province": pd.array(provinces, dtype="str")})


def test_customers_find_their_row_whatever_their_accents_case_and_blanks(tmp_path: Path) -> None:
    external, rows = table(tmp_path)
    joined = join_external(people("an giang ", "BẮC NINH", "Bac  Ninh", "Hà Nội", "Hà Nội", None), rows, external)
    assert joined is not None
    assert joined.customers["people"].fillna(-1).tolist() == [3670, 3390, 3390, -1, -1, -1]
    assert joined.customers["province"].tolist()[:2] == ["an giang ", "BẮC NINH"]  # as it stood
    assert joined.unmatched.fillna("?").to_numpy().tolist() == [["Hà Nội", 2], ["?", 1]]
    assert joined.unused == ("Huế",)
    assert joined.matched is not None
    assert (joined.matched.value, joined.matched.n) == (0.5, 6)
    assert joined.matched.lo < 0.5 < joined.matched.hi


def test_facts_state_the_share_with_its_interval_and_what_matches_nothing(tmp_path: Path) -> None:
    external, rows = table(tmp_path)
    facts = {f.id: f for f in external_facts(external, join_external(people("An Giang", "Hà Nội"), rows, external))}
    share = facts["identify.external.province.matched"]
    assert (share.value, share.unit, share.n) == (0.5, "share", 2)
    assert facts["identify.external.province.unmatched_keys"].value == 1
    assert "province" in share.sentence()


@pytest.mark.parametrize(("undeclared", "said"), [("licence", "under which licence"), ("legal_basis", "on which legal basis")])
@pytest.mark.parametrize("value", [None, " "])
def test_nothing_is_joined_without_licence_and_legal_basis(tmp_path: Path, undeclared: str, said: str, value: str | None) -> None:
    external, rows = table(tmp_path, **{undeclared: value})
    assert join_external(people("An Giang"), rows, external) is None
    [fact] = external_facts(external, None)
    assert fact.refused
    assert said in fact.sentence()
    assert enrichment(external, None)[["joined", "matched"]].to_numpy().tolist() == [[False, None]]


def test_the_terms_are_laid_out_beside_the_match(tmp_path: Path) -> None:
    external, rows = table(tmp_path)
    terms = enrichment(external, join_external(people("An Giang", "Hà Nội", None), rows, external)).iloc[0]
    assert (terms.source, terms.date, terms.licence, terms.legal_basis) == (
        "statistics office",
        date(2025, 12, 31),
        "open",
        "figures of places, not of persons",
    )
    assert (terms.joined, terms.unmatched_keys, terms.unused_keys) == (True, 1, 2)
    assert terms.lo < terms.matched < terms.hi


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    external, rows = table(tmp_path, TABLE + "hue,2,d\n")
    with pytest.raises(InputError, match="'hue' stands twice in column 'tinh'"):
        join_external(people("An Giang"), rows, external)


def test_figures_are_numbers_and_words_stay_words(tmp_path: Path) -> None:
    _, rows = table(tmp_path)
    assert rows["people"].tolist() == [3670, 3390, 1]
    assert rows["note"].fillna("?").tolist() == ["a", "?", "c"]


def test_a_file_or_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"external 'province': there is no file raw/p\.csv"):
        read_external(tmp_path, External(**DECLARED))
    with pytest.raises(InputError, match=r"raw/p\.csv: there is no column 'so' "):
        table(tmp_path, columns={"people": "so"})


def test_no_customer_is_lost_or_doubled_and_order_does_not_matter(tmp_path: Path) -> None:
    external, rows = table(tmp_path)
    some = people("An Giang", None, "Huế", "An Giang", "x")
    one, other = (join_external(some, r, external) for r in (rows, rows[::-1]))
    assert one is not None
    assert other is not None
    assert one.customers["customer_id"].tolist() == some["customer_id"].tolist()
    pd.testing.assert_frame_equal(one.customers, other.customers)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"columns": {}}, "columns is empty"),
        ({"columns": {"province": "x"}}, "would overwrite"),
        ({"source": ""}, "source"),
        ({"name": "My table"}, "name"),
    ],
)
def test_settings_that_cannot_be_joined_are_refused(more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        External(**{**DECLARED, **more})


def test_a_field_of_persons_is_read_from_all_their_records_once_these_are_linked() -> None:
    contacts = pd.DataFrame({"customer_id": ["a", "b", "c"], "province": [None, "Huế", None]}).astype({"province": "str"})
    contacts["province"] = contacts["province"].where(contacts["province"].notna(), None)
    links = pd.DataFrame({"record_id": ["a", "b"], "customer_id": ["a", "a"]})
    assert len(of_persons(Engine.of(contacts=contacts), "province")) == 3
    found = of_persons(Engine.of(contacts=contacts, links=links), "province").set_index("customer_id")["province"]
    assert found.index.tolist() == ["a", "c"]
    assert found["a"] == "Huế"
