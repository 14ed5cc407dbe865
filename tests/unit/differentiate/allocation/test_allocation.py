"""A service budget by value, equally and by sales so far: what each reaches, how it came out, and what no effect allows to be said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idic_lib.charts import allocation as pictures
from idic_lib.differentiate import allocation
from idic_lib.differentiate.allocation import Covered, Plan, places
from idic_lib.differentiate.allocation.response import net
from idic_lib.differentiate.history import Refusal

N = 1000


def customers(seed: int = 1, *, known: float = 0.8) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame]:
    """Return a value table, joint draws of it, and a hold-out whose value follows the forecast with a correlation of about `known`."""
    rng = np.random.default_rng(seed)
    worth = rng.lognormal(4, 1, N)
    ids = [f"c{k:04d}" for k in range(N)]
    so_far = worth * rng.lognormal(0, 1, N)
    table = pd.DataFrame({"customer_id": ids, "expected_amount": np.rint(100 * worth), "amount": np.rint(100 * so_far)})
    draws = rng.gamma(2, 1 / 2, (200, N)) * worth
    came = worth * rng.lognormal(0, 1 - known, N)
    return (
        table.astype({"expected_amount": int, "amount": int}),
        draws,
        pd.DataFrame({"customer_id": ids, "foreseen": worth, "so_far": so_far, "came": came}),
    )


def planned(*, budget: float | None = 5000, cost: float | None = 50, rates: pd.Series | None = None) -> Plan:
    table, draws, _ = customers()
    found = allocation.plan(table, draws, places=places(N, budget=budget, cost=cost), minor=100, rates=rates)
    assert isinstance(found, Plan)
    return found


def after(past: pd.DataFrame | None = None) -> Covered:
    found = allocation.tested(customers()[2] if past is None else past, share=0.1, seed=1)
    assert isinstance(found, Covered)
    return found


def test_places_are_what_the_budget_pays_for_and_never_more_than_customers() -> None:
    assert places(1000, budget=5049, cost=50).count == 100
    assert places(60, budget=5000, cost=50).count == 60
    assert places(1000, budget=40, cost=50).count == 0
    without = places(1000, budget=None, cost=None)
    assert (without.count, without.cost, without.spent) == (100, None, None)


def test_value_in_reach_is_the_sum_over_those_with_a_place() -> None:
    made, (table, _, _) = planned(), customers()
    best = table.sort_values("expected_amount", ascending=False)["expected_amount"].head(100).sum() / 100
    assert made.in_reach("by_value").value == pytest.approx(best)
    assert made.in_reach("equal").value == pytest.approx(table["expected_amount"].sum() / 100 / 10)
    assert made.lost.value == pytest.approx(best - table["expected_amount"].sum() / 1000)
    assert made.lost.lo < made.lost.value < made.lost.hi


def test_equal_customers_share_the_last_places() -> None:
    table = pd.DataFrame({"customer_id": list("abcd"), "expected_amount": [300, 100, 100, 100], "amount": [0, 0, 0, 0]})
    made = allocation.plan(table, np.full((200, 4), 1.0), places=places(4, budget=2, cost=1), minor=100)
    assert isinstance(made, Plan)
    assert made.part["by_value"].tolist() == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3])
    assert made.part["by_sales"].tolist() == pytest.approx([0.5] * 4)


def test_who_costs_more_than_he_brings_gets_no_place_by_value() -> None:
    rates = pd.Series(0.2, index=customers()[0]["customer_id"])
    rates.iloc[:950] = -0.1
    made = planned(rates=rates.sample(frac=1, random_state=1))
    assert made.by == "contribution"
    assert made.part["by_value"].sum() == 50
    assert made.part["by_value"][:950].sum() == 0


@pytest.mark.parametrize(("budget", "worth", "says"), [(40, 1, "not enough for one"), (5000, 0, "Nothing is expected")])
def test_without_a_place_or_a_value_the_plan_is_refused(budget: float, worth: int, says: str) -> None:
    table, draws, _ = customers()
    table = table.assign(expected_amount=table["expected_amount"] * worth)
    made = allocation.plan(table, draws * worth, places=places(N, budget=budget, cost=50), minor=100)
    assert isinstance(made, Refusal)
    facts = allocation.allocation_facts(made, currency="USD")
    assert {f.refused for f in facts} == {True}
    assert says in facts[0].sentence()
    assert allocation.allocation_decision(made, after()) is None


def test_a_place_pays_from_its_cost_over_the_value_it_reaches() -> None:
    made = planned()
    pays = allocation.break_even(made)
    assert pays is not None
    assert pays.value == pytest.approx(5000 / made.in_reach("by_value").value)
    left = net(made, "by_value", response=pays.value)
    assert left is not None
    assert left.value == pytest.approx(0, abs=1e-6)


def test_without_a_cost_nothing_is_said_of_what_pays_and_the_case_is_asked_for_it() -> None:
    facts = {f.id: f for f in allocation.allocation_facts(planned(budget=None, cost=None), currency="USD")}
    assert facts["differentiate.allocation.break_even"].refused
    assert facts["differentiate.allocation.what_if.net"].refused
    assert "service_budget" in facts["differentiate.allocation.break_even"].sentence()
    assert "No budget for service is stated" in facts["differentiate.allocation.places"].sentence()
    assert facts["differentiate.allocation.places"].value == 100


def test_no_effect_of_service_is_claimed_and_every_what_if_is_graded_as_asserted() -> None:
    facts = {f.id: f for f in allocation.allocation_facts(planned(), currency="USD")}
    assert facts["differentiate.allocation.effect"].refused
    assert "by lot" in facts["differentiate.allocation.effect"].sentence()
    asserted = [f for i, f in facts.items() if "what_if" in i or i.endswith(("break_even", "insensitive"))]
    assert {f.grade for f in asserted} == {"D"}
    assert len(asserted) == 6


def test_where_returns_diminish_spreading_by_value_is_the_best_spread_there_is() -> None:
    """Cauchy and Schwarz; here against the even spread, that by sales and fifty random ones of the same budget."""
    made, rng = planned(), np.random.default_rng(3)
    best = allocation.spread(made, "by_value").value
    for weight in rng.lognormal(0, 1, (50, N)):
        other = made.places.count * weight / weight.sum()
        assert 0.05 * float(made.ahead @ np.sqrt(other)) < best
    assert allocation.spread(made, "by_sales").value < best
    assert allocation.spread(made, "equal").value < best
    assert best >= allocation.kept(made, "by_value").value


def test_at_the_stated_reaction_of_the_best_equal_treatment_is_as_good() -> None:
    from idic_lib.differentiate.allocation.response import insensitive

    made = planned()
    at = insensitive(made).value
    assert at * made.in_reach("by_value").value == pytest.approx(made.in_reach("equal").value)


def test_the_back_test_gives_places_before_and_counts_after() -> None:
    found, past = after(), customers()[2]
    first = past.sort_values("foreseen", ascending=False).head(100)
    assert found.covered["by_value"].value == pytest.approx(first["came"].sum() / past["came"].sum())
    best = past.sort_values("came", ascending=False).head(100)
    assert found.regret.value == pytest.approx(best["came"].sum() / past["came"].sum() - found.covered["by_value"].value)
    assert found.gain.value == pytest.approx(found.covered["by_value"].value - 0.1)
    assert found.regret.lo >= 0


def test_lots_really_drawn_lie_in_the_range_that_is_stated_for_them() -> None:
    """2,000 lots; 95 % should lie inside, the normal range of a skewed sum may be off by two points."""
    found, rng = after(), np.random.default_rng(5)
    came = found.past["came"].to_numpy()
    lots = np.array([came[rng.permutation(N)[:100]].sum() for _ in range(2000)]) / came.sum()
    assert ((lots >= found.lot.lo) & (lots <= found.lot.hi)).mean() == pytest.approx(0.95, abs=0.02)


def test_the_decision_follows_what_came_and_says_what_its_price_is() -> None:
    decided = allocation.allocation_decision(planned(), after())
    assert decided is not None
    assert decided.choice == "By expected value"
    assert decided.p_wrong == pytest.approx(0, abs=0.01)
    past = customers()[2].assign(foreseen=lambda t: -t["foreseen"])
    turned = allocation.allocation_decision(planned(), after(past))
    assert turned is not None
    assert turned.choice == "By sales so far"


def test_a_forecast_that_knows_no_more_than_sales_so_far_may_well_be_wrong() -> None:
    past = customers()[2]
    past = past.assign(foreseen=past["so_far"] * np.random.default_rng(2).lognormal(0, 0.1, N))
    decided = allocation.allocation_decision(planned(), after(past))
    assert decided is not None
    assert decided.p_wrong is not None
    assert decided.p_wrong > 0.1
    assert decided.money_at_stake is not None
    assert decided.money_at_stake > 0


def test_without_a_back_test_the_decision_rests_on_the_forecast() -> None:
    decided = allocation.allocation_decision(planned(), Refusal("none"))
    assert decided is not None
    assert decided.choice == "By expected value"
    assert {f.refused for f in allocation.tested_facts(Refusal("none"))} == {True}


def test_money_scales_with_the_currency_and_shares_do_not() -> None:
    table, draws, _ = customers()
    more = allocation.plan(
        table.assign(expected_amount=table["expected_amount"] * 1000, amount=table["amount"] * 1000), draws * 1000,
        places=places(N, budget=5_000_000, cost=50_000), minor=100,
    )  # fmt: skip
    assert isinstance(more, Plan)
    assert more.lost.value == pytest.approx(1000 * planned().lost.value)
    assert more.share("by_value").value == pytest.approx(planned().share("by_value").value)


def test_the_order_of_rows_changes_nothing() -> None:
    past = customers()[2]
    turned = after(past.iloc[::-1].reset_index(drop=True))
    assert turned.covered["by_value"].value == pytest.approx(after().covered["by_value"].value)
    assert turned.lot.value == after().lot.value


def test_the_picture_reads_at_the_places_as_the_facts_say() -> None:
    found = after()
    chart = pictures.covered(allocation.covered_picture(found), **allocation.covered_words(found))  # type: ignore[arg-type]
    assert f"by expected value {found.covered['by_value'].value:.0%}" in chart.alt
    for width in ("wide", "narrow"):
        assert chart.draw(width).axes
    assert allocation.tested_table(found)["rule"].iloc[0] == "At best, with hindsight"
    assert "net" in allocation.allocation_table(planned())
    assert "net" not in allocation.allocation_table(planned(budget=None, cost=None))


def test_where_nobody_came_or_nothing_was_foreseen_the_test_is_refused() -> None:
    assert isinstance(allocation.tested(customers()[2].assign(came=0.0), share=0.1, seed=1), Refusal)
    assert allocation.tested(Refusal("why"), share=0.1, seed=1) == Refusal("why")
    assert allocation.past_of(Refusal("why"), minor=100) == Refusal("why")
