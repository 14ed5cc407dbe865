from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from idic_lib.case import Case
from idic_lib.errors import IdicError, TableMissingError
from idic_lib.facts import Decision, Fact, Option, counted, refused
from idic_lib.sources import load_case
from idic_lib.tables import SECTIONS
from idic_lib.text import use
from idic_lib.workspace import STAGES, StageRecord, Workspace, as_json, run_ledger, write_text
from tests.unit.sources.desk import case as make_case
from tests.unit.sources.desk import source

Open = Callable[..., Workspace]
TIERS = pd.DataFrame({"customer_id": ["a", "b"], "tier": ["top", "low"], "amount": [200, 100]})


@pytest.fixture
def engaged(tmp_path: Path) -> Case:
    (tmp_path / "orders.csv").write_text("customer,date,amount\na,2023-01-02,2\nb,2023-01-03,1\n,2023-01-04,1\n", encoding="utf-8")
    (tmp_path / "run" / "tables").mkdir(parents=True)
    made = make_case(tmp_path, source())
    write_text(tmp_path / "run" / "sources.json", as_json([x.as_json() for x in load_case(made, tmp_path / "run" / "tables")]))
    return made


@pytest.fixture
def at(engaged: Case, tmp_path: Path) -> Open:
    use("en")
    return lambda stage, **more: Workspace(tmp_path / "run", engaged, stage, "en", **more)


def orders(stage: str, n: int = 2) -> Fact:
    return counted(f"{stage}.orders", n, unit="orders", method="count of orders", says="There are {value} orders.")


def test_a_text_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.json"
    write_text(path, "điểm\n")
    assert path.read_bytes() == "điểm\n".encode()
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "half \ud800")
    assert path.read_text(encoding="utf-8") == "điểm\n"


def test_json_is_stable_and_readable() -> None:
    assert as_json({"b": "ở", "a": [1]}) == '{\n  "b": "ở",\n  "a": [\n    1\n  ]\n}\n'


def test_what_a_stage_states_is_kept_for_those_after_it(at: Open) -> None:
    at("identify").state(orders("identify"))
    later = at("differentiate")
    assert later.facts["identify.orders"].value == 2
    assert "identify.orders" not in at("brief").facts


def test_a_fact_names_its_table_and_the_rows_it_rests_on(at: Open, tmp_path: Path) -> None:
    ws = at("identify")
    ws.write("tiers", TIERS)
    ws.state(
        orders("identify"),
        orders("identify.tiers").model_copy(update={"table": "tiers"}),
        orders("identify.none").model_copy(update={"table": "consents"}),
    )
    sha = {t: hashlib.sha256((tmp_path / "run" / "tables" / f"{t}.parquet").read_bytes()).hexdigest()[:12] for t in ("orders", "tiers")}
    assert [(f.table, f.rows_sha) for f in ws.facts] == [("orders", sha["orders"]), ("tiers", sha["tiers"]), ("consents", None)]


def test_rows_are_hashed_again_when_their_table_is_written_again(at: Open) -> None:
    ws = at("identify")
    said = []
    for i, frame in enumerate((TIERS, TIERS.iloc[:1])):
        ws.write("tiers", frame)
        ws.state(orders(f"identify.t{i}").model_copy(update={"table": "tiers"}))
        said.append(ws.facts[f"identify.t{i}.orders"].rows_sha)
    assert said[0] != said[1]


def test_opening_a_stage_again_forgets_what_it_said_and_its_completion(at: Open, tmp_path: Path) -> None:
    ws = at("identify", signature="abc")
    ws.state(orders("identify"))
    ws.done()
    assert StageRecord(tmp_path / "run", "identify").signature == "abc"
    again = at("identify", signature="abc")
    again.state(orders("identify", 3))
    half = StageRecord(tmp_path / "run", "identify")
    assert (half.signature, [f.value for f in half.facts]) == ("", [3])


def test_an_id_is_stated_once_over_all_stages(at: Open) -> None:
    at("identify").state(orders("identify"))
    with pytest.raises(ValueError, match=r"identify\.orders was stated before"):
        at("differentiate").state(orders("identify"))


def test_tables_are_checked_when_written_and_read_back_as_they_were(at: Open) -> None:
    ws = at("differentiate")
    ws.write("tiers", TIERS)
    pd.testing.assert_frame_equal(at("interact").read("tiers"), TIERS)
    with pytest.raises(IdicError, match="table tiers: column 'tier' is missing"):
        ws.write("tiers", TIERS.drop(columns="tier"))
    pd.testing.assert_frame_equal(ws.read("tiers"), TIERS)


def test_a_table_that_no_stage_made_is_named(at: Open) -> None:
    with pytest.raises(IdicError, match="table tiers has not been made in this run"):
        at("interact").read("tiers")
    with pytest.raises(TableMissingError, match="no table 'touches'"):
        at("interact").relation("touches")


def test_an_action_list_is_plain_utf_8_csv_of_the_run(at: Open, tmp_path: Path) -> None:
    ws = at("customize")
    ws.write_actions("actions", pd.DataFrame({"customer_id": ["ơ"], "item": ['a, "b"']}))
    assert (tmp_path / "run" / "actions" / "actions.csv").read_bytes() == 'customer_id,item\nơ,"a, ""b"""\n'.encode()
    ws.done()
    assert StageRecord(tmp_path / "run", "customize").files == ["actions/actions.csv"]


def test_a_section_without_its_table_is_said_once_with_what_it_would_answer(
    at: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(Workspace, "_display", staticmethod(lambda _markup, plain: shown.append(plain)))
    ws = at("interact")
    assert (ws.can("interact.campaigns"), ws.can("interact.campaigns"), ws.has("orders")) == (False, False, True)
    assert len(shown) == 1
    assert "campaigns" in shown[0]
    assert "touches" in shown[0]
    assert SECTIONS["interact.campaigns"].answers in shown[0]
    assert "<" not in shown[0]
    assert StageRecord(tmp_path / "run", "interact").absent == ["interact.campaigns"]


def test_a_question_that_makes_no_sense_where_customers_buy_once_is_left_out_with_a_sentence(
    at: Open, engaged: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(Workspace, "_display", staticmethod(lambda _markup, plain: shown.append(plain)))
    assert at("measure").can("measure.retention")
    rare = engaged.model_copy(update={"case": engaged.case.model_copy(update={"setting": "rare"})})
    ws = Workspace(tmp_path / "run", rare, "measure", "en")
    assert not ws.can("measure.retention")
    assert shown == ["Not asked: where customers buy once, nothing can be learnt about who comes back from one quarter to the next."]
    assert StageRecord(tmp_path / "run", "measure").absent == ["measure.retention"]


def test_what_is_refused_for_one_reason_is_said_once_with_all_its_ids(at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(Workspace, "_display", staticmethod(lambda markup, _plain: shown.append(markup)))
    at("interact").state(*(refused(f"interact.{x}", unit="change", reason="Too short.") for x in "abc"))
    assert shown[0].count("Too short.") == 1
    assert [f"<code>interact.{x}</code>" in shown[0] for x in "abc"] == [True] * 3


def test_raw_rows_stand_beside_the_kept_ones(at: Open) -> None:
    ws = at("identify")
    assert [ws.engine.run(f"select count(*) as n from {ws.relation(t).name}").n[0] for t in ("orders", "orders_raw")] == [2, 3]
    assert ws.sources()[0]["kept"] == 2


def test_what_is_shown_is_text_and_never_markup(at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(Workspace, "_display", staticmethod(lambda markup, _plain: shown.append(markup)))
    ws = at("interact")
    ws.state(refused("interact.x", unit="change", reason="<script>alert(1)</script>"))
    ws.say("interact.x", "interact.none")
    ws.show(pd.DataFrame({"campaign": ["<b>8</b>"], "customers": [2469]}), "<i>Campaigns</i>")
    assert all("<script>" not in m and "<b>8" not in m and "<i>C" not in m for m in shown)
    assert "2,469" in shown[-1]


def test_a_decision_is_kept_and_shown_with_its_price(at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(Workspace, "_display", staticmethod(lambda markup, _plain: shown.append(markup)))
    options = (Option(name="Wait", value=None, unit="USD"), Option(name="Test", value=16000, lo=12000, hi=20000, unit="USD"))
    decision = Decision(
        id="interact.test",
        question="Test?",
        options=options,
        choice="Test",
        p_wrong=0.17,
        money_at_stake=2500,
        what_would_change_it="More.",
    )
    at("interact").decide(decision)
    assert at("customize").decisions == [decision]
    assert [w for w in ("US$16,000", "US$12,000 to 20,000", "17%", "US$2,500", "chosen") if w not in shown[0]] == []


def test_the_ledger_of_a_run_holds_all_stages_in_their_order(at: Open, tmp_path: Path) -> None:
    for stage in ("measure", "brief", "identify"):
        at(stage).state(orders(stage))
    at("interact").can("interact.redemptions")
    facts, decisions, absent = run_ledger(tmp_path / "run")
    assert [f.id for f in facts] == ["brief.orders", "identify.orders", "measure.orders"]
    assert (decisions, list(absent)) == ([], ["interact.redemptions"])


def test_a_record_is_plain_json_with_letters_as_they_are(at: Open, tmp_path: Path) -> None:
    at("brief").state(counted("brief.x", 1, unit="rows", method="count of rows", says="Đơn hàng: {value}"))
    text = (tmp_path / "run" / "stages" / "brief.json").read_text(encoding="utf-8")
    assert "Đơn hàng" in text
    assert set(json.loads(text)) == {"signature", "facts", "decisions", "files", "absent"}


def test_the_stages_are_those_of_the_design() -> None:
    assert STAGES == ("brief", "identify", "differentiate", "interact", "customize", "measure", "models", "report")


LINKS = pd.DataFrame(
    {"record_id": ["a", "b"], "customer_id": ["a", "a"], "system": ["till", "web"], "probability": [0.9, 0.9], "rule": ["scored", "scored"]}
)


def test_from_the_next_notebook_on_a_customer_is_a_person(at: Open) -> None:
    at("identify").write("links", LINKS)
    spent = at("differentiate").engine.run("select customer_id, count(*) as orders from orders group by 1")
    assert spent.to_dict("list") == {"customer_id": ["a"], "orders": [2]}


def test_campaigns_stay_with_the_numbers_they_were_sent_to(at: Open) -> None:
    at("identify").write("links", LINKS)
    assert sorted(at("interact").engine.run("select distinct customer_id from orders")["customer_id"]) == ["a", "b"]


def test_every_number_gets_what_its_person_has_and_strangers_keep_their_own(at: Open) -> None:
    at("identify").write("links", LINKS)
    at("differentiate").write("tiers", pd.DataFrame({"customer_id": ["a", "stranger"], "tier": ["top", "low"], "amount": [3, 1]}))
    tiers = at("interact").read_by_number("tiers").set_index("customer_id")["tier"]
    assert tiers.to_dict() == {"a": "top", "b": "top", "stranger": "low"}


def test_what_names_persons_is_written_where_nothing_links_to(at: Open, tmp_path: Path) -> None:
    ws = at("identify")
    ws.write_private("review.csv", pd.DataFrame({"name": ["Nguyễn Thị Lan"]}))
    written = (tmp_path / "run" / "private" / "review.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark"
    assert "private/review.csv" in StageRecord(tmp_path / "run", "identify").files


def test_without_answers_nothing_was_said_of_pairs(at: Open) -> None:
    assert at("identify").answers().empty
    assert at("identify").checked_sample() is None


def test_a_section_about_persons_says_that_names_are_missing(at: Open) -> None:
    assert SECTIONS["identify.persons"].lacks(lambda table: table == "contacts") == ["contacts"]
    assert SECTIONS["identify.persons"].lacks(lambda table: table in {"contacts", "contacts_private"}) == []
    assert not at("identify").can("identify.persons")
