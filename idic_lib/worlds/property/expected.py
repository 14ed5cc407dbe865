"""The planted sizes of the truths, computed from the settings alone: what any world of these settings should show."""

from __future__ import annotations

import numpy as np
from scipy.stats import poisson

from idic_lib.worlds.property.chances import called, contribution_rate, project_shares, speed_lift, warmth_of_fast
from idic_lib.worlds.property.clock import Floats, arrivals, days_until_as_of, month_start, signed_by
from idic_lib.worlds.property.sections import Source
from idic_lib.worlds.property.settings import PropertySettings

Numbers = dict[str, float]


def planted(settings: PropertySettings, *, faults: bool = True) -> dict[str, Numbers]:
    """Return the planted numbers of U1 to U10 by truth and name; rates are parts of 1, costs are dong per contract.

    `faults`: who is asked about the handover is a fault, so the share among those who answer differs in the clean twin.
    """
    return {
        "U1": sources(settings), "U2": speed(settings), "U3": calling(settings), "U4": brokers(settings), "U5": households(settings),
        "U6": margins(settings), "U7": needs(settings), "U8": sacrifice(settings), "U9": handover(settings, faults=faults), "U10": launch(settings),
        "future": future(settings),
    }  # fmt: skip


def signed_share(settings: PropertySettings, source: Source, day: float) -> float:
    """Return the share of a source's leads (all that arrive until as_of) with a contract before `day`.

    The arrival pattern integrated over the log-normal delay on the slower clock of the rate shock; contracts that fall after the CRM's
    launch are more by its effect, all scaled so that the eventual share is the source's rate.
    """
    by_arrival = arrivals(settings, source)
    until = float((by_arrival * signed_by(settings, source, day)).sum())
    before = float((by_arrival * signed_by(settings, source, month_start(settings, settings.crm.launch_month))).sum())
    effect = settings.crm.effect
    return source.rate * (until + effect * max(until - before, 0)) / (1 + effect * (1 - before))


def sources(settings: PropertySettings) -> Numbers:
    """U1: eventual and naive rate, naive and mature cost per contract of each source."""
    found: Numbers = {}
    for name, own in settings.sources.items():
        naive = signed_share(settings, own, days_until_as_of(settings))
        found |= {f"{name}_eventual_rate": own.rate, f"{name}_naive_rate": naive}
        found |= {f"{name}_naive_cost": own.cost_per_lead / naive, f"{name}_mature_cost": own.cost_per_lead / own.rate}
    return found


def speed(settings: PropertySettings) -> Numbers:
    """U2: eventual rate of leads called fast less that of the others, naive; and what a fast call truly adds.

    Among leads of one interest score the fast are like the slow, so the difference adjusted for the score is the true one.
    """
    share, lift = settings.speed.fast_share, 1 + speed_lift(settings)
    warm = warmth_of_fast(settings)
    slow_rate = settings.base_rate / (1 + (lift - 1) * share * warm)
    naive = slow_rate * (lift * warm - (1 - share * warm) / (1 - share))
    return {"naive_difference": naive, "adjusted_difference": settings.speed.effect, "true_effect": settings.speed.effect}


def calling(settings: PropertySettings) -> Numbers:
    """U3: eventual rate of all leads, of the list called by stated budget, of the list called by interest score."""
    own = settings.intent
    by_budget, by_score = called(settings, own.budget, own.budget * own.behaviour), called(settings, own.behaviour, 1)
    return {"base_rate": settings.base_rate, "budget_rate": by_budget, "intent_rate": by_score}


def brokers(settings: PropertySettings) -> Numbers:
    """U4: share of brokers' leads that were known already."""
    return {"repeated_share": settings.sources["broker"].repeated}


def households(settings: PropertySettings) -> Numbers:
    """U5: share of further units bought under a number that does not lead to the buyer; buyers who take two at once."""
    return {"unknown_share": 1 - settings.second_unit.known, "at_once_share": settings.second_unit.at_once}


def margins(settings: PropertySettings) -> Numbers:
    """U6: contribution per price of each project, of costly and other villa buyers, and of all contracts together."""
    rates = {f"{n}_margin": contribution_rate(settings, n) for n in settings.projects}
    service, villa = settings.service, settings.projects["villa"].margin - settings.service.share_of_price
    worth = _bought(settings) * np.array([p.price for p in settings.projects.values()])
    overall = float((worth * list(rates.values())).sum() / worth.sum())
    return rates | {
        "villa_costly_margin": villa - service.costly_of_price,
        "villa_ordinary_margin": villa,
        "costly_share": service.costly_share,
        "overall_margin": overall,
    }


def needs(settings: PropertySettings) -> Numbers:
    """U7: share of leads by need."""
    shares = _asked(settings)
    return {
        n: float(sum(s * settings.needs[p].get(n, 0) for s, p in zip(shares, settings.projects, strict=True))) for n in settings.needs_words
    }


def sacrifice(settings: PropertySettings) -> Numbers:
    """U8: share that want a house to the south-east, share built so; the widest gap of any interior package."""
    wanted, supplied = settings.directions.wanted["Đông Nam"], settings.directions.supplied["Đông Nam"]
    interior = max(s * (1 - settings.interior.got_wanted) for n, s in settings.interior.wanted.items() if n != "Không")
    return {"wanted": wanted, "supplied": supplied, "gap": wanted - supplied, "interior_gap": interior}


def handover(settings: PropertySettings, *, faults: bool) -> Numbers:
    """U9: share dissatisfied at handover, and among those who answer; what is left of a dissatisfied buyer's referrals."""
    share = float(poisson.sf(settings.handover.dissatisfied_from - 1, settings.handover.defects))
    own = settings.survey
    unhappy, happy = (own.app_dissatisfied, own.app_satisfied) if faults else (1, 1)
    answering = share * unhappy / (share * unhappy + (1 - share) * happy)
    return {"dissatisfied_share": share, "dissatisfied_among_answers": answering, "referral_ratio": settings.referral.dissatisfied}


def launch(settings: PropertySettings) -> Numbers:
    """U10: contracts of leads in the window after the launch against that before, as a change; and the change that is the CRM's."""
    crm = settings.crm
    marks = [month_start(settings, crm.launch_month + m) for m in (-crm.window_months, 0, crm.window_months)]
    by = [sum(s.share / (1 - s.repeated) * signed_share(settings, s, day) for s in settings.sources.values()) for day in marks]
    return {"naive_change": (by[2] - by[1]) / (by[1] - by[0]) - 1, "true_change": crm.effect}


def future(settings: PropertySettings) -> Numbers:
    """Contracts per lead known at as_of, within 26 and 52 weeks of it."""
    known = {n: s.share / (1 - s.repeated) for n, s in settings.sources.items()}
    as_of = days_until_as_of(settings)
    rates = {}
    for weeks in (26, 52):
        more = {n: signed_share(settings, s, as_of + 7 * weeks) - signed_share(settings, s, as_of) for n, s in settings.sources.items()}
        rates[f"contracts_per_lead_{weeks}w"] = sum(known[n] * more[n] for n in known) / sum(known.values())
    return rates


def _asked(settings: PropertySettings) -> Floats:
    """Share of first enquiries by project."""
    arriving = sum(s.share * arrivals(settings, s) for s in settings.sources.values())
    return np.asarray(arriving @ project_shares(settings))


def _bought(settings: PropertySettings) -> Floats:
    """Share of contracts ever signed by project."""
    arriving = sum(s.share / (1 - s.repeated) * s.rate * arrivals(settings, s) for s in settings.sources.values())
    bought = np.asarray(arriving @ project_shares(settings))
    return np.asarray(bought / bought.sum())
