"""How customers buy: as the case says, as the orders look, and what is not fitted where they buy once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from idic_lib import differentiate
from idic_lib.differentiate import Refusal, buying, not_fitted, setting_facts
from idic_lib.differentiate.repeat import BgNbd, ParetoNbd
from idic_lib.engine import Engine, Relation
from idic_lib.facts import Fact

AS_OF = date(2024, 7, 1)


APART = (0, 30, 75, 90, 180)


def orders(visits: list[int], *, days: int = 700, apart: Sequence[int] = APART) -> Relation:
    """Return orders of one customer per number, who bought on so many of the days `apart`, the first at the beginning."""
    rows = [(f"c{k}", AS_OF - timedelta(days=days) + timedelta(days=apart[v]), 100) for k, n in enumerate(visits) for v in range(n)]
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "amount"]).assign(order_id=lambda t: t.index.astype(str))
    return Engine.of(orders=frame.assign(ordered_on=pd.to_datetime(frame["ordered_on"]))).relation("orders")


MONTHLY, YEARLY = range(0, 400, 30), (0, 365, 731)


def stated(visits: list[int], setting: str, *, days: int = 700, apart: Sequence[int] = APART) -> dict[str, Fact]:
    found = buying(orders(visits, days=days, apart=apart), as_of=AS_OF)
    return {f.id: f for f in setting_facts(found, setting=setting, seed=1)}  # type: ignore[arg-type]


def test_who_bought_once_and_the_gap_of_the_others_are_counted_by_hand() -> None:
    facts = stated([1] * 95 + [2] * 4 + [3], "rare")
    assert (facts["differentiate.setting.once"].value, facts["differentiate.setting.once"].n) == (0.95, 100)
    assert facts["differentiate.setting.gap"].value == 30
    assert facts["differentiate.setting.observed"].value == 700


@pytest.mark.parametrize(
    ("visits", "setting", "says"),
    [
        ([1] * 97 + [2] * 3, "rare", "their orders look so"),
        ([1] * 97 + [2] * 3, "repeat", "nearly all have ordered once"),
        ([1] * 20 + [4] * 80, "rare", "most of them have ordered again"),
        ([1] * 20 + [4] * 80, "repeat", "again and again, and their orders look so"),
        ([1] * 97 + [2] * 3, "contract", "nearly all have paid once"),
        ([1] * 20 + [4] * 80, "contract", "at no fixed times"),
        ([1] * 65 + [2] * 35, "repeat", "do not tell"),
        ([1] * 65 + [2] * 35, "contract", "do not tell"),
    ],
)
def test_the_case_is_held_against_the_orders(visits: list[int], setting: str, says: str) -> None:
    assert says in stated(visits, setting)["differentiate.setting.declared"].sentence()


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("rare", "ask whether “contract”"),
        ("repeat", "ask whether “contract”"),
        ("contract", "under a contract, and their payments look so"),
    ],
)
@pytest.mark.parametrize(("apart", "visits", "days"), [(MONTHLY, 9, 700), (YEARLY, 3, 800)])
def test_regular_payments_look_like_a_contract_whatever_the_case_says(
    setting: str, says: str, apart: Sequence[int], visits: int, days: int
) -> None:
    facts = stated([1] * 20 + [visits] * 80, setting, days=days, apart=apart)
    assert says in facts["differentiate.setting.declared"].sentence()
    assert (facts["differentiate.setting.regular"].value, facts["differentiate.setting.regular"].n) == (1.0, 80)


def test_few_who_order_at_fixed_times_are_no_contract() -> None:
    assert "their orders look so" in stated([2] * 70 + [9] * 29, "repeat", apart=MONTHLY)["differentiate.setting.declared"].sentence()


def test_without_three_orders_nobody_is_called_regular() -> None:
    assert stated([2] * 100, "repeat")["differentiate.setting.regular"].refused


def test_a_young_firm_decides_nothing() -> None:
    assert "do not tell" in stated([1] * 100, "repeat", days=200)["differentiate.setting.declared"].sentence()


def test_only_where_customers_buy_once_the_model_of_repeat_purchases_is_refused_with_their_number() -> None:
    refusal = stated([1] * 97 + [2] * 3, "rare")["differentiate.repeat_model"]
    assert refusal.refused
    assert refusal.sentence() == (
        "97 buyers hold one contract only: a model of repeat purchases would read every one of them as lost, so none was fitted. Value comes from the funnel."
    )
    assert "differentiate.repeat_model" not in stated([1] * 97 + [2] * 3, "repeat")


def test_in_a_rare_setting_nothing_is_fitted_and_everything_that_rests_on_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for model in (BgNbd, ParetoNbd):
        monkeypatch.setattr(model, "fit", lambda *_a, **_k: pytest.fail("a model was fitted"))
    bought = orders([1] * 97 + [2] * 3)
    judged = differentiate.backtest(bought, as_of=AS_OF, seed=1, minor=1, setting="rare")
    value = differentiate.customer_value(bought, as_of=AS_OF, horizon_weeks=26, judged=judged, seed=1)
    halves = differentiate.half_periods(bought, as_of=AS_OF, setting="rare")
    assert judged == value == halves == not_fitted("rare")
    facts = [
        *differentiate.backtest_facts(judged), *differentiate.value_facts(value, currency="VND"),
        *differentiate.movement_facts(halves, seed=1, currency="VND", minor=1),
    ]  # fmt: skip
    assert len(facts) > 15
    assert {f.refused for f in facts} == {True}
    assert {f.says for f in facts} == {judged.reason if isinstance(judged, Refusal) else ""}


def test_where_customers_buy_again_nothing_is_refused_for_the_setting() -> None:
    assert not_fitted("repeat") is None
    assert isinstance(differentiate.half_periods(orders([4] * 50), as_of=AS_OF), pd.DataFrame)


def test_under_a_contract_no_model_of_repeat_purchases_is_fitted_and_who_stays_the_best_is_still_asked() -> None:
    paid = orders([9] * 90 + [2] * 10, apart=MONTHLY)
    judged = differentiate.backtest(paid, as_of=AS_OF, seed=1, minor=1, setting="contract")
    assert judged == not_fitted("contract")
    assert "at fixed times" in differentiate.backtest_facts(judged)[0].sentence()
    assert isinstance(differentiate.half_periods(paid, as_of=AS_OF, setting="contract"), pd.DataFrame)
    refusal = stated([9] * 90 + [2] * 10, "contract", apart=MONTHLY)["differentiate.repeat_model"]
    assert refusal.refused
    assert refusal.sentence().startswith("90 customers pay at fixed times")


def test_without_second_purchases_there_is_no_gap() -> None:
    assert stated([1] * 100, "rare")["differentiate.setting.gap"].refused


def test_the_median_gap_of_a_weighted_draw_is_that_of_the_repeated_values() -> None:
    from idic_lib.differentiate.setting import _median

    weights, values = np.array([[1.0, 1.0, 3.0], [3.0, 1.0, 1.0]]), np.array([10.0, 20.0, 90.0])
    assert _median(weights, values).tolist() == [90, 10]
