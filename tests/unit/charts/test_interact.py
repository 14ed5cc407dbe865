"""Charts of the third stage: what their words promise."""

from __future__ import annotations

import pandas as pd
import pytest

from idic_lib.charts import interact


def readings(naive: list[float], controlled: list[float]) -> pd.DataFrame:
    effects = [*naive, *controlled]
    apart = [None] * len(naive) + [0.1] * len(controlled)
    return pd.DataFrame({
        "reading": [f"reading {i}" for i in range(len(effects))],
        "effect": effects,
        "lo": [None if a is None else e - a for e, a in zip(effects, apart, strict=True)],
        "hi": [None if a is None else e + a for e, a in zip(effects, apart, strict=True)],
    }).astype({"lo": float, "hi": float})  # fmt: skip


@pytest.mark.parametrize(
    ("naive", "controlled", "span"),
    [
        ([1.68, 0.195, 0.08], [0.064, 0.03], "from +168% to +3%"),
        ([0.24, -0.05, 0.30], [0.22, -0.10, 0.31], "from \u221210% to +31%"),
    ],
)
def test_the_title_spans_the_answers_also_where_the_fairer_one_is_larger(naive: list[float], controlled: list[float], span: str) -> None:
    assert interact.five_readings(readings(naive, controlled), campaign="18", period="a winter").title.endswith(span)
