"""What holds of a case that is read; what a user gets wrong is in run/test_bad_input.py, through the command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from idic_lib.case import Case, parse_override, read_case
from idic_lib.case import reading as room
from idic_lib.errors import InputError

BASE = '[case]\nname = "acme"\ncompany = "Acme"\ncurrency = "USD"\nas_of = 2024-01-01\n'
ORDERS = '[[sources]]\ntable = "orders"\nfile = "o.csv"\ncolumns = { customer_id = "c", ordered_on = "d", amount = "a" }\n'


def written(folder: Path, text: str) -> Path:
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return written(tmp_path, BASE + ORDERS)


def test_defaults_need_not_be_written(acme: Path) -> None:
    case = read_case(acme)
    assert (case.name, case.as_of, case.seed, case.currency, case.minor) == ("acme", date(2024, 1, 1), 1, "USD", 100)
    assert (case.differentiate.horizon_weeks, case.differentiate.tiers) == (26, ("top", "high", "middle", "low"))
    assert (case.sources[0].missing, case.sources[0].date_format) == (("",), "%Y-%m-%d")
    assert case.folder == acme.resolve()


@pytest.mark.parametrize("name", ["retail", "cdnow", "dairy", "property"])
def test_the_cases_in_the_repository_are_good(name: str) -> None:
    assert read_case(name).name == name


@pytest.mark.parametrize(("currency", "minor"), [("USD", 100), ("VND", 1), ("JPY", 1), ("EUR", 100), ("KWD", 1000)])
def test_minor_units_are_those_of_the_currency(tmp_path: Path, currency: str, minor: int) -> None:
    assert read_case(written(tmp_path, BASE.replace("USD", currency) + ORDERS)).minor == minor


def test_a_case_is_frozen(acme: Path) -> None:
    case = read_case(acme)
    with pytest.raises(ValidationError, match="frozen"):
        case.case.seed = 2  # type: ignore[misc]  # the promise is that this fails


def test_a_case_survives_its_own_json(acme: Path) -> None:
    case = read_case(acme, settings={"customize.cut": date(2023, 6, 1), "differentiate.tier_cuts": [0.1, 0.2, 0.3]})
    again = Case.model_validate_json(case.model_dump_json(exclude={"folder"}))
    assert again == case.model_copy(update={"folder": Path()})


def test_settings_are_overridden_by_name(acme: Path) -> None:
    case = read_case(acme, settings={"measure.power": 0.9, "customize.exclude_departments": ["FUEL"]})
    assert (case.measure.power, case.customize.exclude_departments) == (0.9, ("FUEL",))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.b=13", 13),
        ("a.b=0.5", 0.5),
        ("a.b=true", True),
        ("a.b=2017-12-04", date(2017, 12, 4)),
        ('a.b=["x", "y"]', ["x", "y"]),
        ("a.b=plain words", "plain words"),
        ("a.b=x=y", "x=y"),
        ("a.b=", ""),
    ],
)
def test_an_override_is_read_as_toml_and_a_bare_word_as_text(text: str, value: object) -> None:
    assert parse_override(text) == ("a.b", value)


@pytest.mark.parametrize("text", ["a.b", "=3", ""])
def test_an_override_without_name_or_value_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"write -p stage\.name=value"):
        parse_override(text)


def test_a_later_as_of_changes_nothing_else(acme: Path) -> None:
    assert read_case(acme, as_of=date(2024, 5, 1)).model_copy(update={"case": None}) == read_case(acme).model_copy(update={"case": None})


@pytest.mark.parametrize(
    ("as_of", "cut", "calibration_end"),
    [
        (date(2023, 12, 1), date(2023, 11, 3), date(2023, 9, 30)),  # the 28 test days end on the day before
        (date(2023, 11, 30), None, date(2023, 9, 30)),
        (date(2023, 10, 1), None, None),
    ],
)
def test_days_for_judging_that_no_longer_lie_before_as_of_are_proposed_anew(
    tmp_path: Path, as_of: date, cut: date | None, calibration_end: date | None
) -> None:
    text = f"{BASE}calibration_end = 2023-09-30\n[customize]\ncut = 2023-11-03\n{ORDERS}"
    case = read_case(written(tmp_path, text), as_of=as_of)
    assert (case.customize.cut, case.case.calibration_end) == (cut, calibration_end)


@pytest.mark.parametrize(
    ("period", "as_of", "last"),
    [
        ("", date(2024, 1, 1), date(2023, 12, 31)),
        ("period = [2023-01-01, 2023-12-30]\n", date(2024, 1, 1), date(2023, 12, 30)),
        ("period = [2023-01-01, 2023-12-31]\n", date(2023, 7, 1), date(2023, 6, 30)),
    ],
)
def test_the_period_ends_before_as_of(tmp_path: Path, period: str, as_of: date, last: date) -> None:
    assert read_case(written(tmp_path, BASE + period + ORDERS), as_of=as_of).period_end == last


WRONG = {
    "a number as text": ("seed = 1", 'seed = "1"', "key 'case.seed': found '1'"),
    "a truth as a number": ("seed = 1", "seed = true", "key 'case.seed'"),
    "a time as a day": ("seed = 1", "period = [2023-01-01, 3]", "key 'case.period.1': found 3"),
    "a period that ends before it begins": ("seed = 1", "period = [2023-12-31, 2023-01-01]", "period ends on 2023-01-01, before it begins"),
    "tiers that do not fit": ("[x]", '[differentiate]\ntiers = ["a", "b"]', "one name more than tier_cuts"),
    "falling cuts": ("[x]", "[differentiate]\ntier_cuts = [0.5, 0.2, 0.1]", "rising shares"),
    "tier rules that leave somebody out": ("[x]", '[[differentiate.tier_rules]]\ntier = "best"\nvalue_top = 0.1', "the last of tier_rules, 'best', has a condition"),
    "one tier of two rules": (
        "[x]", '[[differentiate.tier_rules]]\ntier = "a"\nvalue_top = 0.1\n[[differentiate.tier_rules]]\ntier = "a"', "tier_rules names a tier twice",
    ),
    "a budget without a price": ("[x]", "[differentiate]\nservice_budget = 5.0", "service_budget and service_cost go together"),
    "a cost of no known kind": ("[x]", '[differentiate]\ncosts = { rent = "month" }', "key 'differentiate.costs.rent"),
    "one export twice": ("[x]", ORDERS, "two sources supply table orders from o.csv; its rows would count twice"),
    "contacts without a trait": ("[x]", '[[sources]]\ntable = "contacts"\nfile = "c.csv"\ncolumns = { customer_id = "c" }', "columns holds no trait"),
    "a trait that is no name": (
        "[x]", '[[sources]]\ntable = "contacts"\nfile = "c.csv"\ncolumns = { customer_id = "c", "Age Group" = "x" }', "columns.Age Group is no name",
    ),
    "a column of another table": (
        "[x]", '[[sources]]\ntable = "touches"\nfile = "c.csv"\ncolumns = { customer_id = "c", amount = "x" }', "columns.amount is no column of touches",
    ),
    "a sheet of no Excel file": ('file = "o.csv"', 'file = "o.csv"\nsheet = "A"', "sheet is given, but format is 'csv'"),
    "rows above no header": ('file = "o.csv"', 'file = "o.csv"\nformat = "parquet"\nskip = 2', "skip is given, but format is 'parquet'"),
    "rows kept by nothing": ('file = "o.csv"', 'file = "o.csv"\nkeep = { status = [] }', "keep.status names no value"),
    "a zone nobody keeps": ("seed = 1", 'timezone = "Saigon"', "'Saigon' is no time zone"),
    "a world nobody wrote": ("[x]", '[world]\nname = "bakery"\ncustomers = 9', "key 'world.name': found 'bakery'"),
    "a world without persons": ("[x]", '[world]\nname = "dairy"\ncustomers = 0', "key 'world.customers': found 0"),
    "lines without a customer": (
        'columns = { customer_id = "c", ordered_on = "d", amount = "a" }',
        'columns = { order_id = "i", customer_id = "c", ordered_on = "d", amount = "a" }\n[[sources]]\ntable = "order_lines"\nfile = "l.csv"\ncolumns = { order_id = "i", amount = "a" }',
        "columns.product_id is not mapped",
    ),
    "a long delimiter": ('file = "o.csv"', 'file = "o.csv"\ndelimiter = ";;"', "key 'sources.0.delimiter': found ';;'"),
    "a key of ours": ("[case]", 'folder = "x"\n[case]', "unknown key 'folder'"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_named_with_its_key(tmp_path: Path, name: str) -> None:
    old, new, sentence = WRONG[name]
    text = (BASE + "seed = 1\n" + ORDERS + "[x]").replace(old, new, 1).removesuffix("[x]")
    with pytest.raises(InputError, match=r"case\.toml: ") as error:
        read_case(written(tmp_path, text))
    assert sentence in str(error.value)
    assert error.value.exit_code == 2


def test_no_source_of_orders_is_refused(tmp_path: Path) -> None:
    source = '[[sources]]\ntable = "touches"\nfile = "t.csv"\ncolumns = { customer_id = "c" }\n'
    with pytest.raises(InputError, match="no source supplies orders, order_lines or leads"):
        read_case(written(tmp_path, BASE + source))


def test_a_file_of_another_encoding_is_a_sentence_and_a_byte_order_mark_is_none(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_bytes((BASE + ORDERS).replace("Acme", "Café").encode("latin-1"))
    with pytest.raises(InputError, match="not readable TOML"):
        read_case(tmp_path)
    (tmp_path / "case.toml").write_bytes((BASE + ORDERS).encode("utf-8-sig"))
    assert read_case(tmp_path).name == "acme"


def test_a_case_is_found_by_path_before_name(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "CASES", acme.parent)
    assert room.find(acme) == room.find(acme.name) == acme.resolve()
    with pytest.raises(InputError, match=rf"There is no case 'nobody'.*Known cases: .*{acme.name}"):
        room.find("nobody")
