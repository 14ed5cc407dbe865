"""The day of a moment: as written, or by the client's own clock."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from idic_lib.case import Case, Engagement
from tests.unit.sources.desk import Desk, source

HEAD = "customer,date,amount\n"
UTC = {"date_format": "%Y-%m-%dT%H:%M:%SZ", "timezone": "UTC"}


def days(folder: Path, *texts: str, home: str | None = "Asia/Ho_Chi_Minh", **more: Any) -> list[str]:  # noqa: ANN401 - settings of a source
    folder.mkdir(exist_ok=True)
    if more.get("format") != "parquet":
        (folder / "orders.csv").write_text(HEAD + "".join(f"{i},{t},1\n" for i, t in enumerate(texts)), encoding="utf-8")
    engagement = Engagement(name="acme", company="Acme", currency="VND", as_of=date(2024, 1, 1), timezone=home)
    found = Desk(Case(folder=folder, case=engagement, sources=(source(**more),)), folder / "tables")
    return [str(d) for _, d in found.kept(columns="customer_id, cast(ordered_on as varchar) as day")]


def test_a_time_behind_the_day_leaves_the_day_as_written(tmp_path: Path) -> None:
    assert days(tmp_path, "31/01/2023 23:59", "01/02/2023 00:00", date_format="%d/%m/%Y %H:%M") == ["2023-01-31", "2023-02-01"]
    assert days(tmp_path / "z", "2023-01-31T23:59:00Z", date_format="%Y-%m-%dT%H:%M:%SZ") == ["2023-01-31"]


def test_the_evening_elsewhere_is_the_next_day_at_home(tmp_path: Path) -> None:
    assert days(tmp_path, "2023-01-31T16:59:59Z", "2023-01-31T17:00:00Z", **UTC) == ["2023-01-31", "2023-02-01"]


def test_summer_time_is_known(tmp_path: Path) -> None:
    """22:30 UTC is 23:30 in a Paris winter and 00:30 the next day in its summer."""
    assert days(tmp_path, "2023-01-10T22:30:00Z", "2023-07-10T22:30:00Z", home="Europe/Paris", **UTC) == ["2023-01-10", "2023-07-11"]


def test_offsets_written_in_the_cell_are_obeyed(tmp_path: Path) -> None:
    found = days(tmp_path, "2023-01-31T20:00:00+02:00", "2023-01-31T20:00:00+07:00", date_format="%Y-%m-%dT%H:%M:%S%z")
    assert found == ["2023-02-01", "2023-01-31"]


def test_a_moment_before_as_of_elsewhere_may_be_too_late_at_home(tmp_path: Path) -> None:
    assert days(tmp_path, "2023-12-31T16:00:00Z", "2023-12-31T18:00:00Z", **UTC) == ["2023-12-31"]


def test_typed_moments_are_converted_and_typed_days_are_not(tmp_path: Path) -> None:
    columns = {"customer_id": "who", "ordered_on": "at", "amount": "paid"}
    moments = pd.to_datetime(["2023-01-31 16:00", "2023-01-31 18:00"])
    for name, at in {"naive": moments, "aware": moments.tz_localize("UTC"), "days": [date(2023, 1, 31), date(2023, 2, 1)]}.items():
        pd.DataFrame({"who": ["a", "b"], "at": at, "paid": [1.0, 2.0]}).to_parquet(tmp_path / f"{name}.parquet", index=False)
        found = days(
            tmp_path,
            file=f"{name}.parquet",
            format="parquet",
            columns=columns,
            timezone="UTC",
            home="America/Lima" if name == "days" else "Asia/Ho_Chi_Minh",
        )
        assert found == ["2023-01-31", "2023-02-01"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({**UTC, "home": None}, "source orders.csv has times of another zone, but case.timezone is not set"),
        ({**UTC, "home": "Saigon"}, "'Saigon' is no time zone"),
        ({**UTC, "timezone": "Mars/Base"}, "'Mars/Base' is no time zone"),
        ({"timezone": "UTC"}, "date_format '%Y-%m-%d' has no time of day"),
    ],
)
def test_a_clock_that_cannot_be_converted_is_refused(more: dict[str, Any], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=sentence):
        days(tmp_path, "2023-01-31T23:59:00Z", **more)
