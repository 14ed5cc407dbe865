"""The truths of a world as they came out: what the planted sizes became among these persons."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from idic_lib.worlds.property.clock import FAR, YEAR, days_until_as_of, month_start
from idic_lib.worlds.property.settings import PropertySettings

Numbers = dict[str, float | int | str | bool]


def realised(settings: PropertySettings, leads: pd.DataFrame, contracts: pd.DataFrame, spent: pd.DataFrame) -> dict[str, Numbers]:
    """Return the numbers of U1 to U11 and of the year after as_of; names as in `expected.planted`, with counts beside them."""
    as_of = days_until_as_of(settings)
    return {
        "U1": _sources(settings, leads, spent), "U2": _speed(leads), "U3": _calling(settings, leads), "U4": _brokers(settings, leads, contracts),
        "U5": _households(contracts, as_of), "U6": _margins(settings, contracts), "U7": _needs(settings, leads),
        "U8": _sacrifice(leads, contracts), "U9": _handover(contracts, as_of), "U10": _launch(settings, leads, contracts),
        "U11": _repeat(contracts, as_of), "future": _future(leads, contracts, as_of),
    }  # fmt: skip


def _sources(settings: PropertySettings, leads: pd.DataFrame, spent: pd.DataFrame) -> Numbers:
    as_of = days_until_as_of(settings)
    found: Numbers = {}
    for name in settings.sources:
        own = leads.loc[leads["source"] == name, "signed"]
        money = int(spent.loc[spent["source"] == name, "amount"].sum())
        ever, known = int((own < FAR).sum()), int((own < as_of).sum())
        found |= {f"{name}_leads": len(own), f"{name}_won": known, f"{name}_won_eventually": ever, f"{name}_spent": money}
        found |= {f"{name}_eventual_rate": ever / max(len(own), 1), f"{name}_naive_rate": known / max(len(own), 1)}
        found |= {f"{name}_naive_cost": money / max(known, 1), f"{name}_mature_cost": money / max(ever, 1)}
    for what in ("naive_cost", "mature_cost"):
        order = sorted((n for n in settings.sources if found[f"{n}_won"]), key=lambda n: found[f"{n}_{what}"])
        found[f"{what}_ranking"] = " < ".join(order)
    return found


def _speed(leads: pd.DataFrame) -> Numbers:
    ever, fast = leads["signed"] < FAR, leads["fast"]
    strata = pd.DataFrame({"ever": ever, "fast": fast, "stratum": _twentieth(leads["score"])})
    rates = strata.pivot_table(values="ever", index="stratum", columns="fast", aggfunc="mean")
    rates = rates.reindex(columns=[False, True])
    weight = strata["stratum"].value_counts(normalize=True)
    return {
        "naive_difference": ever[fast].mean() - ever[~fast].mean(),
        "adjusted_difference": float(((rates[True] - rates[False]) * weight).sum()),
        "fast_leads": int(fast.sum()),
    }


def _twentieth(score: pd.Series) -> pd.Series:
    """Return which twentieth of the leads each is in by its score, from 0; there may be fewer than twenty leads."""
    return ((score.rank(method="first") - 1) * 20 // len(score)).astype(int)


def _calling(settings: PropertySettings, leads: pd.DataFrame) -> Numbers:
    ever = leads["signed"] < FAR
    called = max(round(len(leads) * settings.intent.called_share), 1)
    rates = {f"{n}_rate": ever.loc[leads[c].nlargest(called).index].mean() for n, c in (("budget", "budget"), ("intent", "score"))}
    return {"base_rate": ever.mean(), **rates, "called": called}


def _brokers(settings: PropertySettings, leads: pd.DataFrame, contracts: pd.DataFrame) -> Numbers:
    theirs = leads[leads["source"] == "broker"]
    disputed = contracts[contracts["disputed"] & (contracts["signed"] < days_until_as_of(settings))]
    money = round(float(disputed["price"].sum()) * settings.service.commission)
    return {
        "repeated_share": theirs["repeated"].mean(),
        "leads": len(theirs),
        "disputed_contracts": len(disputed),
        "disputed_commission": money,
    }


def _households(contracts: pd.DataFrame, as_of: int) -> Numbers:
    known = contracts[contracts["signed"] < as_of]
    further = known[known["further"]]
    per_buyer = known.groupby("lead_key")["price"].agg(["size", "sum"])
    several = per_buyer["size"] > 1
    return {
        "buyers": len(per_buyer), "buyers_of_several": int(several.sum()), "further_units": len(further),
        "unknown_share": float((further["signer"] != "known").mean()) if len(further) else 0.0, "share_of_revenue": float(per_buyer.loc[several, "sum"].sum() / max(per_buyer["sum"].sum(), 1)),
    }  # fmt: skip


def _margins(settings: PropertySettings, contracts: pd.DataFrame) -> Numbers:
    def rate(rows: pd.DataFrame) -> float:
        return float(rows["contribution"].sum() / max(rows["price"].sum(), 1))

    villa = contracts[contracts["project"] == "villa"]
    by_project = {f"{n}_margin": rate(contracts[contracts["project"] == n]) for n in settings.projects}
    costly = {"villa_costly_margin": rate(villa[villa["costly"]]), "villa_ordinary_margin": rate(villa[~villa["costly"]])}
    share = float(villa["price"].sum() / max(contracts["price"].sum(), 1))
    return {
        **by_project,
        **costly,
        "costly_share": float(villa["costly"].mean()) if len(villa) else 0.0,
        "villa_share_of_revenue": share,
        "overall_margin": rate(contracts),
    }


def _needs(settings: PropertySettings, leads: pd.DataFrame) -> Numbers:
    first = leads.loc[~leads["repeated"], "need"]
    return {n: float((first == n).mean()) for n in settings.needs_words}


def _sacrifice(leads: pd.DataFrame, contracts: pd.DataFrame) -> Numbers:
    first = leads[~leads["repeated"]]
    wanted, supplied = float((first["direction"] == "Đông Nam").mean()), float((contracts["direction"] == "Đông Nam").mean())
    got = float((contracts["wanted"] == contracts["direction"]).mean())
    taken = {f"interior_{c}": float((contracts["interior"] == f"Gói {c}").mean()) for c in "ABC"}
    return {"wanted": wanted, "supplied": supplied, "gap": wanted - supplied, "got_direction_wanted": got, **taken}


def _handover(contracts: pd.DataFrame, as_of: int) -> Numbers:
    done = contracts[contracts["handed"] < as_of]
    asked, firsts = done[done["answered"]], contracts[~contracts["further"]]
    rates = firsts.groupby("dissatisfied")[["sent", "at_risk"]].sum()
    per_year = rates["sent"] / rates["at_risk"].clip(lower=1e-9)
    return {
        "handed_over": len(done), "dissatisfied_share": float(done["dissatisfied"].mean()) if len(done) else 0.0,
        "answers": len(asked), "dissatisfied_among_answers": float(asked["dissatisfied"].mean()) if len(asked) else 0.0,
        "referrals_before_as_of": int(contracts["sent_before"].sum()), "referral_ratio": float(per_year.get(True, 0.0) / max(per_year.get(False, 0.0), 1e-9)),
        "referrals_of_satisfied": int(rates["sent"].get(False, 0)), "referrals_of_dissatisfied": int(rates["sent"].get(True, 0)),
    }  # fmt: skip


def _launch(settings: PropertySettings, leads: pd.DataFrame, contracts: pd.DataFrame) -> Numbers:
    crm = settings.crm
    marks = [month_start(settings, crm.launch_month + m) for m in (-crm.window_months, 0, crm.window_months)]
    before, after = (int(leads["signed"].between(a, b, inclusive="left").sum()) for a, b in pairwise(marks))
    without = int((leads["signed"].between(marks[1], marks[2], inclusive="left") & leads["without_crm"]).sum())
    every = [int(contracts["signed"].between(a, b, inclusive="left").sum()) for a, b in pairwise(marks)]
    return {
        "before": before, "after": after, "after_without_crm": without, "naive_change": after / max(before, 1) - 1, "true_change": after / max(without, 1) - 1,
        "all_contracts_before": every[0], "all_contracts_after": every[1],
    }  # fmt: skip


def _repeat(contracts: pd.DataFrame, as_of: int) -> Numbers:
    known = contracts[contracts["signed"] < as_of]
    sizes = known.groupby("customer").size()
    return {
        "refused": True,
        "customers": len(sizes),
        "bought_again": int((sizes > 1).sum()),
        "reason": "rare purchases: a value model of repeat purchases does not apply",
    }


def _future(leads: pd.DataFrame, contracts: pd.DataFrame, as_of: int) -> Numbers:
    found: Numbers = {}
    firsts = contracts[~contracts["further"]]
    for weeks in (26, 52):
        within = firsts[firsts["signed"].between(as_of, as_of + 7 * weeks, inclusive="left")]
        found |= {
            f"contracts_{weeks}w": len(within),
            f"price_{weeks}w": int(within["price"].sum()),
            f"contribution_{weeks}w": int(within["contribution"].sum()),
        }
    buyers = set(firsts.loc[firsts["signed"] < as_of, "lead_key"])
    known = contracts[contracts["lead_key"].isin(buyers)]
    second = known[known["further"] & known["signed"].between(as_of, as_of + 364, inclusive="left")]
    years = float((as_of - firsts.loc[firsts["signed"] < as_of, "signed"]).sum() / YEAR)
    return {
        **found, "contracts_per_lead_26w": int(found["contracts_26w"]) / len(leads), "contracts_per_lead_52w": int(found["contracts_52w"]) / len(leads),
        "known_buyers": len(buyers), "buyer_years": years, "second_units_52w": len(second), "second_units_contribution_52w": int(second["contribution"].sum()),
        "referrals_52w": int(known.loc[~known["further"], "sent_52w"].sum()),
    }  # fmt: skip
