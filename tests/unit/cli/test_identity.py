from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pandas as pd
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from idic_lib import cli
from idic_lib.case import read_case
from idic_lib.cli import console
from idic_lib.identify.card import FIELDS
from idic_lib.sources import load_case
from idic_lib.sources.answers import stored_answers
from idic_lib.text import use
from idic_lib.workspace import PRIVATE

Idic = Callable[..., Result]
TOML = """
[case]
name = "acme"
company = "Acme"
currency = "USD"
as_of = 2024-01-01

[[sources]]
table = "orders"
file = "orders.csv"
[sources.columns]
customer_id = "customer"
ordered_on = "date"
amount = "amount"

[[sources]]
table = "contacts"
file = "people.csv"
[sources.columns]
customer_id = "no"
full_name = "name"
phone = "phone"
"""


class _Console:
    """A console made at the moment of printing, because the test runner exchanges the streams."""

    is_terminal = False

    def __init__(self, stream: str) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands for a whole console
        return getattr(Console(file=getattr(sys, self.stream), width=200, highlight=False), name)


@pytest.fixture
def idic(monkeypatch: pytest.MonkeyPatch) -> Idic:
    """The command, in this process and in English."""

    def run(*words: str) -> Result:
        use("en")
        monkeypatch.setattr(console, "out", _Console("stdout"))
        monkeypatch.setattr(console, "err", _Console("stderr"))
        return CliRunner().invoke(cli.app, list(words))

    return run


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """A case of two customers, one with two records, and its finished run in `out`."""
    folder, run = tmp_path / "acme", tmp_path / "out/acme/2024-01-01"
    folder.mkdir()
    (folder / "case.toml").write_text(TOML, encoding="utf-8")
    (folder / "orders.csv").write_text("customer,date,amount\na1,2023-05-01,12.50\na2,2023-06-01,7.25\nb1,2023-06-01,1\n", encoding="utf-8")
    (folder / "people.csv").write_text("no,name,phone\na1,Lan Nguyen,0912345612\na2,Lan,0912345612\nb1,Hoa,\n", encoding="utf-8")
    (run / "tables").mkdir(parents=True)
    case = read_case(folder)
    load_case(case, run / "tables", run / PRIVATE)
    (run / "case.json").write_text(case.model_dump_json(exclude={"folder"}), encoding="utf-8")
    (run / "run.json").write_text("{}", encoding="utf-8")
    (run.parent / "latest").write_text(run.name, encoding="utf-8")
    pd.DataFrame({"record_id": ["a1", "a2", "b1"], "customer_id": ["a1", "a1", "b1"]}).to_parquet(run / "tables/links.parquet")
    _golden(["a1", "b1"], name=["Lan Nguyen", "Hoa"], phone=["0912345612", None]).to_parquet(run / "private/golden.parquet")
    return folder


def _golden(customers: list[str], **known: list[str | None]) -> pd.DataFrame:
    columns = {"customer_id": customers}
    for field in FIELDS:
        values = known.get(field, [None] * len(customers))
        columns |= {field: values, f"{field}_record": customers, f"{field}_system": customers, f"{field}_against": [0] * len(customers)}  # type: ignore[dict-item]
    return pd.DataFrame(columns).astype(dict.fromkeys(FIELDS, "string"))


def _out(acme: Path) -> str:
    return str(acme.parent / "out")


def test_the_card_masks_names_and_phones_unless_asked(idic: Idic, acme: Path) -> None:
    masked = idic("card", str(acme), "a2", "--out", _out(acme))
    assert masked.exit_code == 0
    assert "Customer a1" in masked.stdout
    assert "09x xxx xx12" in masked.stdout
    assert "La* Ng***" in masked.stdout
    assert "Nguyen" not in masked.stdout
    assert "345" not in masked.stdout
    assert "0912345612" in idic("card", str(acme), "a2", "--show", "--out", _out(acme)).stdout


def test_the_card_adds_up_what_all_records_bought(idic: Idic, acme: Path) -> None:
    shown = idic("card", str(acme), "a1", "--out", _out(acme)).stdout
    assert "12.50" in shown
    assert "2023-06-01" in shown
    assert "b1" not in shown


def test_the_page_stands_in_the_run_s_private_folder_and_is_masked_too(idic: Idic, acme: Path) -> None:
    result = idic("card", str(acme), "a1", "--page", "--out", _out(acme))
    page = acme.parent / "out/acme/2024-01-01/private/cards/a1.html"
    assert str(page) in result.stdout.replace("\n", "")
    text = page.read_text(encoding="utf-8")
    assert "09x xxx xx12" in text
    assert "0912345612" not in text


def test_a_card_is_there_within_a_second(idic: Idic, acme: Path) -> None:
    idic("card", str(acme), "a1", "--out", _out(acme))  # what is imported once is not the look-up
    began = perf_counter()
    idic("card", str(acme), "a1", "--out", _out(acme))
    assert perf_counter() - began < 1


@pytest.mark.parametrize(
    ("words", "told"), [(("card", "x"), "Nobody has the number"), (("unmerge", "--person", "x"), "no record with the number")]
)
def test_a_wrong_number_is_a_sentence_and_exit_code_2(idic: Idic, acme: Path, words: tuple[str, ...], told: str) -> None:
    result = idic(words[0], str(acme), *words[1:], "--out", _out(acme))
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_before_a_run_there_is_no_card(idic: Idic, acme: Path) -> None:
    result = idic("card", str(acme), "a1", "--out", str(acme.parent / "none"))
    assert result.exit_code == 2
    assert "has no finished run" in result.stderr


def test_a_case_that_names_nobody_has_no_card(idic: Idic, acme: Path) -> None:
    (acme.parent / "out/acme/2024-01-01/private/golden.parquet").unlink()
    result = idic("card", str(acme), "a1", "--out", _out(acme))
    assert result.exit_code == 2
    assert "names nobody" in result.stderr


@pytest.mark.parametrize(
    ("words", "pairs"), [(["--person", "a2"], [("a1", "a2")]), (["b1", "a1"], [("a1", "b1")]), (["--all"], [("*", "*")])]
)
def test_unmerge_keeps_records_apart_and_says_how_to_take_it_back(
    idic: Idic, acme: Path, words: list[str], pairs: list[tuple[str, str]]
) -> None:
    result = idic("unmerge", str(acme), *words, "--out", _out(acme))
    store = acme.parent / "out/acme/answers.csv"
    assert result.exit_code == 0
    assert "from the next run on" in result.stdout
    assert str(store) in result.stdout.replace("\n", "")
    assert [(a.pair, a.same, a.said_by) for a in stored_answers(store)] == [(p, False, "unmerge") for p in pairs]


@pytest.mark.parametrize("words", [[], ["a1"], ["a1", "a2", "--all"], ["--person", "a1", "--all"], ["a1", "a2", "b1"]])
def test_unmerge_wants_one_thing_said(idic: Idic, acme: Path, words: list[str]) -> None:
    result = idic("unmerge", str(acme), *words, "--out", _out(acme))
    assert result.exit_code == 2
    assert not (acme.parent / "out/acme/answers.csv").exists()
