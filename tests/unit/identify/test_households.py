from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.facts import Fact
from idic_lib.identify.households import household_facts, households
from idic_lib.inference.intervals import Estimate

TEXTS = ("name_kind", "family", "given", "phone", "email", "address_key", "ward_key", "province_key")
HOME = {"address_key": "12 hoa sua", "ward_key": "tan an", "province_key": "ha noi"}


def _engine(rows: list[dict[str, object]]) -> Engine:
    blank: dict[str, object] = {**dict.fromkeys(TEXTS), "name_kind": "person", "birth": None, "customer_id": None}
    frame = pd.DataFrame([blank | {"record_id": f"r{n:05d}"} | row for n, row in enumerate(rows)])
    frame["customer_id"] = frame["customer_id"].fillna(frame["record_id"])
    frame = frame.astype({**dict.fromkeys(TEXTS, "string"), "birth": "datetime64[s]"})
    links = frame[["record_id", "customer_id"]].drop_duplicates()
    return Engine.of(records=frame.drop(columns="customer_id"), links=links)


def _homes(*rows: dict[str, object]) -> int:
    engine = _engine(list(rows))
    return int(households(engine.relation("records"), engine.relation("links"))["household_id"].nunique())


def _at(given: str, **more: object) -> dict[str, object]:
    return HOME | {"given": given, "family": f"of {given}"} | more


def test_persons_at_one_address_and_ward_share_a_household_whatever_their_family_names() -> None:
    assert _homes(_at("lan"), _at("hung")) == 1


@pytest.mark.parametrize("shared", [{"family": "nguyen"}, {"phone": "0901"}, {"email": "a@b"}])
def test_in_another_ward_they_must_share_a_family_name_a_phone_or_an_e_mail(shared: dict[str, object]) -> None:
    assert _homes(_at("lan", ward_key="x"), _at("hung", ward_key="y")) == 2
    assert _homes(_at("lan", ward_key="x", **shared), _at("hung", ward_key="y", **shared)) == 1


@pytest.mark.parametrize("gap", ["address_key", "province_key"])
def test_without_house_street_and_province_nobody_is_placed(gap: str) -> None:
    assert _homes(_at("lan", **{gap: None}), _at("hung", **{gap: None})) == 2
    assert _homes(_at("lan", **{gap: "a"}), _at("hung", **{gap: "b"})) == 2


def test_a_shared_phone_alone_makes_no_household() -> None:
    assert _homes({"phone": "0901", "given": "lan"}, {"phone": "0901", "given": "hung"}) == 2


def test_an_address_of_very_many_is_a_shop_s() -> None:
    assert _homes(*(_at(f"p{n}") for n in range(9))) == 9
    assert _homes(*(_at(f"p{n}") for n in range(8))) == 1


def test_a_shop_s_phone_makes_no_household() -> None:
    elsewhere = [{"phone": "0900", "given": f"p{n}"} for n in range(9)]
    assert _homes(_at("lan", ward_key="x", phone="0900"), _at("hung", ward_key="y", phone="0900"), *elsewhere) == 11


@pytest.mark.parametrize("kind", ["company", "trial", "none"])
def test_a_company_or_a_test_account_lives_with_nobody(kind: str) -> None:
    assert _homes(_at("lan"), _at("hung", name_kind=kind)) == 2


def test_every_person_has_one_household_named_for_its_smallest_customer_id() -> None:
    engine = _engine(
        [
            _at("lan", customer_id="b"),
            _at("hung", customer_id="a"),
            _at("hoa", customer_id="b", address_key="9 bo de"),
            {"given": "x", "customer_id": "z"},
        ]
    )
    found = households(engine.relation("records"), engine.relation("links"))
    assert found.to_numpy().tolist() == [["a", "a"], ["b", "a"], ["z", "z"]]


def _town(n: int, *, couples: float, shown: float, seed: int) -> tuple[Engine, int]:
    """n persons, two records each, that show the home with chance `shown`; a share of them in couples."""
    rng = np.random.default_rng(seed)
    pairs = round(n * couples / 2)
    home = [*np.repeat(np.arange(pairs), 2), *range(pairs, n - pairs)]
    rows: list[dict[str, object]] = []
    for person, place in enumerate(home):
        for _ in range(2):
            address = HOME | {"address_key": f"{place} hoa sua"} if rng.random() < shown else {}
            rows.append({"customer_id": f"p{person:05d}", "given": f"g{person}", "family": "f", **address})
    return _engine(rows), len(set(home))


def _fact(engine: Engine, persons: Estimate | None = None) -> Fact:
    (fact,) = household_facts(engine.relation("records"), engine.relation("links"), persons=persons, draws=500, seed=1)
    return fact


@pytest.mark.parametrize("seed", range(4))
def test_the_count_allows_for_addresses_that_are_not_known(seed: int) -> None:
    engine, truth = _town(3000, couples=0.3, shown=0.6, seed=seed)
    seen = households(engine.relation("records"), engine.relation("links"))["household_id"].nunique()
    fact = _fact(engine)
    assert fact.lo is not None
    assert fact.hi is not None
    assert fact.lo <= truth <= fact.hi
    assert seen > fact.hi  # counted as seen, the addresses not known would make more households than there are
    assert fact.hi - fact.lo < 0.05 * truth


def test_with_every_address_known_the_count_is_that_of_the_households() -> None:
    engine, truth = _town(400, couples=0.4, shown=1.0, seed=1)
    assert _fact(engine).value == truth


def test_records_of_one_person_that_were_not_linked_are_no_household_of_two() -> None:
    town, truth = _town(400, couples=0.4, shown=1.0, seed=1)
    split = town.run("select record_id, case when customer_id < 'p00050' then record_id else customer_id end as customer_id from links")
    engine = Engine.of(records=town.run("from records"), links=split)
    assert _fact(engine, Estimate(400, 390, 410, 400)).value == pytest.approx(truth, abs=5)  # households seen twice among 50 split persons


def test_an_uncertain_number_of_persons_makes_the_count_less_certain() -> None:
    engine, _ = _town(400, couples=0.4, shown=0.8, seed=1)
    sure, unsure = _fact(engine), _fact(engine, Estimate(400, 350, 450, 400))
    assert sure.hi is not None
    assert unsure.hi is not None
    assert unsure.hi > sure.hi + 10


def test_one_record_each_is_enough_where_addresses_are_known() -> None:
    rows = [_at("lan", address_key=f"{n // 2} x") | {"given": f"g{n}"} for n in range(100)]
    assert _fact(_engine(rows)).value == 50


def test_without_addresses_the_count_is_refused_and_says_what_to_collect() -> None:
    fact = _fact(_engine([{"given": "lan", "phone": "0901"}] * 50))
    assert fact.refused
    assert "addresses" in fact.sentence()


def test_other_tables_are_refused() -> None:
    engine = _engine([_at("lan")])
    with pytest.raises(ValueError, match="records and links"):
        households(engine.relation("links"), engine.relation("records"))
