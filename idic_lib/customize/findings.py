"""What the back-test says: a small table, facts and the decision on the reminder list."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pandas as pd

from idic_lib.facts import Decision, Fact, Option, counted, refused
from idic_lib.inference.intervals import Z95, Estimate
from idic_lib.text import N_

FEWEST_CUSTOMERS = 30
_MEASURES = ("recall", "precision", "ndcg", "hits", "right")
_COLLECT = N_(
    "Fewer than 30 customers bought in the test weeks, too few to compare lists. Collect order lines with product types for more weeks or customers."
)

_SAYS = {
    "own_history": N_("Of ten items from a customer's own history, {value} were bought in the test weeks."),
    "popularity": N_("Of the ten best sellers, {value} were bought by the average customer in the test weeks."),
    "due": N_("Of at most ten items due by a customer's own rhythm, {value} were bought in the test weeks."),
}
_SAYS_RECALL = {
    "own_history": N_("Ten items from a customer's own history hold {value} of what was bought in the test weeks."),
    "popularity": N_("The ten best sellers hold {value} of what was bought in the test weeks."),
    "due": N_("At most ten items due by the customer's own rhythm hold {value} of what was bought in the test weeks."),
}
_SAYS_NDCG = N_("Weighted by rank, the list reaches {value} of the best order possible.")
_SAYS_RIGHT = {
    "due": N_("Of the items due by a customer's own rhythm, {value} were bought in the test weeks."),
    "own_history": N_("A list of own history just as long as the due list: {value} of it was bought."),
    "popularity": N_("A list of best sellers just as long as the due list: {value} of it was bought."),
}
_SAYS_NEW = {
    "popularity": N_("For items new to the customer, the ten best sellers they never bought hold {value} of what was bought."),
    "neighbours": N_("For items new to the customer, ten neighbours of what they buy hold {value} of what was bought."),
}


def mean_normal(values: pd.Series) -> Estimate:
    """Give the mean over customers with its normal 95 % interval."""
    kept = values.dropna().to_numpy(dtype=np.float64)
    half = Z95 * float(kept.std(ddof=1)) / sqrt(len(kept)) if len(kept) > 1 else float("nan")
    return Estimate(float(kept.mean()), float(kept.mean()) - half, float(kept.mean()) + half, len(kept))


def methods_table(scores: pd.DataFrame) -> pd.DataFrame:
    """Return target, method, measure, value, lo, hi, customers: means over customers with normal 95 % intervals."""
    rows = []
    for (target, method), group in scores.groupby(["target", "method"], sort=False):
        for measure in _MEASURES:
            m = mean_normal(group[measure])
            rows.append(
                {"target": target, "method": method, "measure": measure, "value": m.value, "lo": m.lo, "hi": m.hi, "customers": m.n}
            )
    return pd.DataFrame(rows)


def paired(scores: pd.DataFrame, first: str, second: str, *, target: str, measure: str = "recall") -> Estimate:
    """Give the mean difference of two methods, customer by customer (paired, normal 95 % interval)."""
    wide = scores[scores["target"] == target].pivot_table(index="customer_id", columns="method", values=measure)
    return mean_normal(wide[first] - wide[second])


def backtest_facts(scores: pd.DataFrame) -> list[Fact]:
    """State recall, hits and NDCG at ten of every list, and what the alternative adds for new items."""
    everything = scores[scores["target"] == "all"]
    customers = everything["customer_id"].nunique()
    if customers < FEWEST_CUSTOMERS:
        return [refused("customize.own_history.recall10", unit="share", reason=_COLLECT)]
    return [_customers(customers), *_all_facts(everything), *_due_facts(scores), *_new_facts(scores)]


def _customers(customers: int) -> Fact:
    says = N_("{value} customers bought in the test weeks and judge the lists.")
    method = N_("count of customers with a purchase before the cut and one in the test weeks")
    return counted("customize.backtest.customers", customers, unit="customers", method=method, says=says)


def _fact(name: str, m: Estimate, *, unit: str, method: str, says: str) -> Fact:
    return Fact(
        id=f"customize.{name}", value=m.value, lo=m.lo, hi=m.hi, unit=unit, n=m.n, method=method, grade="C", says=says, table="order_lines"
    )


def _all_facts(everything: pd.DataFrame) -> list[Fact]:
    facts = []
    for name in ("own_history", "popularity", "due"):
        rows = everything[everything["method"] == name]
        facts += [
            _fact(
                f"{name}.hits10",
                mean_normal(rows["hits"]),
                unit="of 10",
                method=N_("hits among ten items, mean over customers with a purchase in the test weeks; normal interval over customers"),
                says=_SAYS[name],
            ),
            _fact(
                f"{name}.recall10",
                mean_normal(rows["recall"]),
                unit="share",
                method=N_("recall at ten, mean over customers with a purchase in the test weeks; normal interval over customers"),
                says=_SAYS_RECALL[name],
            ),
            _fact(
                f"{name}.ndcg10",
                mean_normal(rows["ndcg"]),
                unit="share",
                method=N_("NDCG at ten, mean over customers with a purchase in the test weeks; normal interval over customers"),
                says=_SAYS_NDCG,
            ),
        ]
    return facts


def _due_facts(scores: pd.DataFrame) -> list[Fact]:
    rows = scores[scores["target"] == "due"]
    if rows["customer_id"].nunique() < FEWEST_CUSTOMERS:
        reason = N_("Fewer than 30 customers had an item due by their own rhythm. Collect more months of order lines.")
        return [refused("customize.due.right", unit="share", reason=reason)]
    method = N_(
        "bought share of the items proposed, as many as are due, mean over customers with a due item; normal interval over customers"
    )
    ids = {"due": "due.right", "own_history": "due.own_history.right", "popularity": "due.popularity.right"}
    each = [
        _fact(ids[m], mean_normal(rows.loc[rows["method"] == m, "right"]), unit="share", method=method, says=_SAYS_RIGHT[m]) for m in ids
    ]
    gain = paired(scores, "due", "own_history", target="due", measure="right")
    says = N_("Choosing by rhythm instead of frequency changes the share bought by {value} ({lo} to {hi}).")
    return [
        *each,
        _fact(
            "due.difference",
            gain,
            unit="points",
            method=N_("due less own history, customer by customer; normal interval over customers"),
            says=says,
        ),
    ]


def _new_facts(scores: pd.DataFrame) -> list[Fact]:
    rows = scores[scores["target"] == "new"]
    if rows["customer_id"].nunique() < FEWEST_CUSTOMERS:
        reason = N_("Fewer than 30 customers bought anything new to them in the test weeks. Collect more weeks of order lines.")
        return [refused("customize.new.difference", unit="points", reason=reason)]
    method = N_(
        "recall at ten of items never bought before the cut, mean over customers who bought something new; normal interval over customers"
    )
    each = [
        _fact(f"new.{m}.recall10", mean_normal(rows.loc[rows["method"] == m, "recall"]), unit="share", method=method, says=_SAYS_NEW[m])
        for m in _SAYS_NEW
    ]
    gain = paired(scores, "neighbours", "popularity", target="new")
    says = N_("For new items, neighbours find {value} ({lo} to {hi}) more of what was bought than best sellers do.")
    return [
        *each,
        _fact(
            "new.difference",
            gain,
            unit="points",
            method=N_("neighbours less best sellers, customer by customer; normal interval over customers"),
            says=says,
        ),
    ]


def reminder_decision(scores: pd.DataFrame, *, seed: int, draws: int = 10_000) -> Decision | None:
    """Decide what goes on the reminder list by hits of ten; None below 30 customers.

    `p_wrong` is the share of joint normal draws of both means (with their covariance over customers) in which best sellers win.
    """
    wide = scores[scores["target"] == "all"].pivot_table(index="customer_id", columns="method", values="hits")
    if len(wide) < FEWEST_CUSTOMERS:
        return None
    pair = wide[["popularity", "own_history"]].to_numpy(dtype=np.float64)
    drawn = np.random.default_rng(seed).multivariate_normal(pair.mean(axis=0), np.cov(pair.T) / len(pair), size=draws, method="eigh")
    best = int(pair.mean(axis=0).argmax())
    options = [_option(N_("Best sellers"), wide["popularity"]), _option(N_("Own history"), wide["own_history"])]
    return Decision(
        id="customize.reminder_list",
        question=N_("What goes on the reminder list?"),
        options=tuple(options),
        choice=options[best].name,
        p_wrong=float((drawn[:, 1 - best] > drawn[:, best]).mean()),
        money_at_stake=None,
        what_would_change_it=N_(
            "No money is stated: a hit is not an added sale. A randomised test in which the reminder adds nothing would change it."
        ),
    )


def _option(name: str, hits: pd.Series) -> Option:
    m = mean_normal(hits)
    return Option(name=name, value=m.value, lo=m.lo, hi=m.hi, unit="of 10")
