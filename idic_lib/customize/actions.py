"""The action list: at most one action per customer, within the budget, with a random holdout and what every gate cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from idic_lib.customize.budget import audience
from idic_lib.customize.holdout import arms, uniform
from idic_lib.errors import IdicError
from idic_lib.facts import Fact, counted
from idic_lib.text import N_

WITHOUT_ITEM = "contact"
"""The action where only totals were supplied, so that nothing can be said about items."""

KINDS = {"repeat": "remind", "due": "remind", "discover": "suggest"}
"""The action that goes with a list."""

GATES = {
    "permission": N_("not to be written to"),
    "offer": N_("nothing to offer that was not bought just now"),
    "cool_down": N_("bought just now"),
    "budget": N_("beyond the budget of contacts"),
}
"""The gates in their order and why a customer is lost there; messages of the catalogue."""

COLUMNS = ["customer_id", "tier", "action", "item", "arm", "list", "rank", "reason"]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many contacts the budget pays, who is held out, and which list comes first.

    `contacts` counts what is sent; the holdout comes on top. `tier_weights` spreads contacts over tiers, None takes the best by `value`.
    """

    contacts: int
    holdout_share: float = 0.2
    cool_down_days: int = 3
    salt: str = "actions"
    lists: tuple[str, ...] = ("repeat", "due", "discover")
    tier_weights: Mapping[str, float] | None = None
    value: str = "amount"

    def __post_init__(self) -> None:
        """Check once at the door."""
        strange = [name for name in self.lists if name not in KINDS]
        if strange:
            raise IdicError(f"plan: list {strange[0]!r} is none of {', '.join(KINDS)}")
        if self.contacts < 0 or self.cool_down_days < 0 or not 0 < self.holdout_share < 1:
            raise IdicError(
                f"plan: contacts {self.contacts} and cool_down_days {self.cool_down_days} must not be negative, holdout_share {self.holdout_share} lies between 0 and 1"
            )


@dataclass(frozen=True)
class ActionList:
    """`actions` under its contract, best customers first, and `funnel`: gate, customers (in), lost, reason."""

    actions: pd.DataFrame
    funnel: pd.DataFrame


def action_list(
    tiers: pd.DataFrame,
    offers: pd.DataFrame | None,
    customers: pd.DataFrame,
    *,
    as_of: date,
    plan: Plan,
    denied: pd.DataFrame | None = None,
) -> ActionList:
    """Choose whom to write to with what.

    `tiers`: customer_id, tier and the column `plan.value`, one row per customer. `offers`: the three lists, None where only
    totals are known (the action is then to contact, without an item). `customers`: customer_id, last_on.
    `denied`: customer_id, item of what may not be offered; a missing item stands for everything. A customer who ordered within
    `cool_down_days` before `as_of` is left alone, and no item bought in that time is proposed.
    """
    barred = pd.DataFrame({"customer_id": [], "item": []}, dtype="str") if denied is None else denied
    best = _contacts(tiers) if offers is None else best_offer(_allowed(offers, barred, as_of=as_of, plan=plan), plan.lists)
    ranked, everybody = _ranked(tiers, plan), tiers["customer_id"]
    gates = {
        "permission": _without(everybody, barred.loc[barred["item"].isna(), "customer_id"]),
        "offer": best["customer_id"],
        "cool_down": _without(everybody, _just_bought(customers, as_of, plan.cool_down_days)),
    }
    passed, rows = ranked, []
    for gate, allowed in gates.items():
        kept = passed[passed["customer_id"].isin(allowed)]
        rows.append(_funnel_row(gate, passed, kept))
        passed = kept
    chosen = audience(passed, contacts=plan.contacts, holdout_share=plan.holdout_share, tier_weights=plan.tier_weights)
    rows.append(_funnel_row("budget", passed, chosen))
    actions = chosen.merge(best, on="customer_id", how="left")
    actions["arm"] = arms(actions, share=plan.holdout_share, salt=plan.salt)
    return ActionList(actions[COLUMNS], pd.DataFrame(rows))


def best_offer(offers: pd.DataFrame, lists: tuple[str, ...]) -> pd.DataFrame:
    """Return one row per customer: the highest item on the first of `lists` that has one."""
    place = offers["list"].map({name: k for k, name in enumerate(lists)}).astype("float64")
    ordered = offers.assign(place=place).dropna(subset="place").sort_values(["customer_id", "place", "rank"], kind="stable")
    best = ordered.drop_duplicates("customer_id")[["customer_id", "list", "rank", "item", "reason"]]
    return best.assign(action=best["list"].map(KINDS).astype("str"))


def _contacts(tiers: pd.DataFrame) -> pd.DataFrame:
    nothing = {"list": "", "rank": 0, "item": "", "reason": "", "action": WITHOUT_ITEM}
    return tiers[["customer_id"]].assign(**nothing).astype({"list": "str", "item": "str", "reason": "str", "action": "str"})


def _allowed(offers: pd.DataFrame, barred: pd.DataFrame, *, as_of: date, plan: Plan) -> pd.DataFrame:
    """Leave out what is denied and what this customer bought just now."""
    fresh = (pd.Timestamp(as_of) - offers["last_on"]).dt.days <= plan.cool_down_days
    items = barred[["customer_id", "item"]].dropna()
    if items.empty:
        return offers[~fresh]
    pairs = pd.MultiIndex.from_frame(offers[["customer_id", "item"]])
    return offers[~fresh & ~pairs.isin(pd.MultiIndex.from_frame(items))]


def _without(ids: pd.Series, others: pd.Series) -> pd.Series:
    return ids[~ids.isin(others)]


def _just_bought(customers: pd.DataFrame, as_of: date, days: int) -> pd.Series:
    recent = (pd.Timestamp(as_of) - customers["last_on"]).dt.days <= days
    return customers.loc[recent, "customer_id"]


def _ranked(tiers: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Order customers by value; equal values by chance, and by another one than the holdout's, or ties would fill one arm."""
    chance = tiers["customer_id"].map(lambda c: uniform(c, f"{plan.salt}/order")).astype("float64")
    ordered = tiers.assign(chance=chance).sort_values([plan.value, "chance"], ascending=[False, True])
    return ordered[["customer_id", "tier"]].astype("str").reset_index(drop=True)


def _funnel_row(gate: str, before: pd.DataFrame, after: pd.DataFrame) -> dict[str, object]:
    return {"gate": gate, "customers": len(before), "lost": len(before) - len(after), "reason": GATES[gate]}


_SAYS = {
    "permission": N_("{value} customers are not to be written to."),
    "offer": N_("{value} customers are left out because nothing is there to offer that they did not buy just now."),
    "cool_down": N_("{value} customers are left alone because they bought just now."),
    "budget": N_("{value} customers are beyond the budget of contacts."),
}


def action_facts(listed: ActionList) -> list[Fact]:
    """State how many customers are on the list, how many are held out, and how many were lost at each gate."""
    held = int((listed.actions["arm"] == "holdout").sum())
    facts = [
        (
            "actions.customers",
            len(listed.actions),
            N_("count of customers on the action list, both arms"),
            N_("{value} customers are on the action list."),
        ),
        (
            "holdout.customers",
            held,
            N_("count of customers on the action list held out at random"),
            N_("{value} of them are held out at random and get nothing."),
        ),
    ]
    for gate, lost in zip(listed.funnel["gate"], listed.funnel["lost"], strict=True):
        facts.append((f"gate.{gate}.lost", int(lost), N_("count of customers lost at the gate"), _SAYS[gate]))
    return [counted(f"customize.{i}", v, unit="customers", method=m, says=s, table="actions") for i, v, m, s in facts]
