from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from idic_lib.engine import Engine
from idic_lib.errors import InputError
from idic_lib.measure.design_size import HoldOutDesign, design_facts, minimum_detectable_effect

AS_OF = date(2017, 10, 8)


def shop(seed: int, customers: int = 400, weeks: int = 40) -> tuple[Engine, pd.Series]:
    """Steady customers: each buys every week for a normal amount around their own size, so past windows explain size, not noise."""
    rng = np.random.default_rng(seed)
    size = rng.uniform(2000, 10000, customers)
    who, week = np.divmod(np.arange(customers * weeks), weeks)
    orders = pd.DataFrame({
        "order_id": [f"o{k}" for k in range(len(who))],
        "customer_id": [f"c{c:04d}" for c in who],
        "ordered_on": pd.Timestamp("2017-01-01") + pd.to_timedelta(7 * week, unit="D"),
        "amount": np.rint(size[who] + rng.normal(0, 800, len(who))).astype("int64"),
    })  # fmt: skip
    return Engine.of(orders=orders), pd.Series([f"c{c:04d}" for c in range(customers)])


def test_the_detectable_effect_is_the_noise_that_past_windows_leave() -> None:
    """Eight weekly amounts with sd 800: noise sqrt(8) x 800, about 8 % more because the past windows are themselves noisy."""
    engine, audience = shop(1)
    found = minimum_detectable_effect(engine.relation("orders"), audience, HoldOutDesign(), as_of=AS_OF, seed=1)
    assert found is not None
    assert (found.held_out, found.audience) == (80, 400)
    noise = 8**0.5 * 800 * (1 + 8 / 16) ** 0.5 / (8 * 6000)
    assert found.effect.value == pytest.approx(2.8016 * noise * (1 / 80 + 1 / 320) ** 0.5, rel=0.12)
    assert found.effect.lo < found.effect.value < found.effect.hi
    assert found.explained > 0.9


def test_three_campaigns_read_together_show_less_by_the_root_of_three() -> None:
    engine, audience = shop(2)
    one, three = (
        minimum_detectable_effect(engine.relation("orders"), audience, HoldOutDesign(campaigns=k), as_of=AS_OF, seed=1) for k in (1, 3)
    )
    assert one is not None
    assert three is not None
    assert three.effect.value == pytest.approx(one.effect.value / 3**0.5)
    assert [f.id for f in design_facts(one, three)] == ["measure.mde.one", "measure.mde.three"]


def test_without_history_or_customers_the_size_is_refused() -> None:
    engine, audience = shop(3)
    orders = engine.relation("orders")
    assert minimum_detectable_effect(orders, audience, HoldOutDesign(), as_of=date(2017, 4, 1), seed=1) is None
    assert minimum_detectable_effect(orders, audience.head(50), HoldOutDesign(), as_of=AS_OF, seed=1) is None
    assert all(f.refused for f in design_facts(None, None))


def test_a_design_that_holds_nobody_out_is_an_error() -> None:
    with pytest.raises(InputError):
        HoldOutDesign(share_held_out=0)
