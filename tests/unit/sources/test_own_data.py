from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from idic_lib.case import read_case
from idic_lib.engine import Engine
from idic_lib.sources import load_case, open_tables
from idic_lib.sources.newcase import Wishes, new_case


def sample() -> list[list[str]]:
    """CDNOW_sample.txt inside the lifetimes wheel, which is found without importing it."""
    spec = find_spec("lifetimes")
    assert spec is not None
    assert spec.origin is not None
    text = (Path(spec.origin).parent / "datasets" / "CDNOW_sample.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line.strip()]


def orders(case: str | Path, folder: Path) -> pd.DataFrame:
    folder.mkdir()
    engaged = read_case(case)
    load_case(engaged, folder)
    return open_tables(Engine(), folder, engaged).run("select customer_id, ordered_on, amount from orders order by all")


def test_an_export_of_cdnow_gives_the_orders_of_the_case_cdnow(tmp_path: Path) -> None:
    """The analyst's way in (one CSV, no answer asked for) loses and changes nothing."""
    export = tmp_path / "orders.csv"
    export.write_text("customer,date,amount\n" + "".join(f"{r[1]},{r[2]},{r[4]}\n" for r in sample()), encoding="utf-8")
    made = new_case("acme", export, parent=tmp_path, wishes=Wishes())
    own, known = orders(made.file.parent, tmp_path / "own"), orders("cdnow", tmp_path / "known")
    pd.testing.assert_frame_equal(own, known)
    assert (len(own), own["customer_id"].nunique()) == (6919, 2357)
    assert read_case(made.file.parent).as_of == read_case("cdnow").as_of
