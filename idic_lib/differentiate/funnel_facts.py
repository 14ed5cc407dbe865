"""What the funnel says of its sources, as facts, and the decision about the next budget."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from idic_lib.differentiate.funnel import Funnel, Ranking, Source, places
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Decision, Fact, Option, called, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.bootstrap import Array
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_
from idic_lib.text.letters import slug

TOO_YOUNG = N_(
    "Fewer than 50 leads from {detail} were followed long enough. Come back when its leads are older, or collect its earlier leads."
)
NO_EVENTUAL = N_("How many leads from {detail} will ever sign is not identified: too few have signed, or too few were followed long enough to tell slow from never. Collect a longer history.")  # fmt: skip
NO_COST = N_("What the leads from {detail} cost was not supplied. Supply costs per source.")
NO_CONTRACT = N_("No contract came from {detail} yet, so none has a price.")
NO_WEEKS = N_("No source has 50 leads that were followed for 13 weeks. Collect a longer history of leads and their stages.")
ONE_SOURCE = N_("Fewer than two sources can be compared.")
SAME_ORDER = N_("Counting young leads as open changes the order of the sources nowhere.")
NO_STAGE = N_("Which stage of a lead is the contract was not said. Set differentiate.won_stage in case.toml.")
QUESTION = N_("From which source should the next leads be bought?")
CHANGES = N_("Leads bought next that are unlike those bought so far, or a source that has no more to sell. No money is stated: what more spending on a source brings was not tested.")  # fmt: skip
_MATURE = N_(
    "contracts by the age of the lead, leads too young to have closed counted as open (Kaplan-Meier); log-log interval with Greenwood's variance"
)


def source_facts(found: Funnel, ranked: Ranking | None, *, currency: str) -> list[Fact]:
    """State the leads, the horizon, and of each source its rate so far, its chance, its eventual rate, its costs and its place."""
    each = [fact for s in found.sources for fact in (*_rates(s), *_costs(s, currency))]
    return [*_counts(found), _horizon(found), *each, *_places(ranked), _riser(ranked)]


def no_funnel_facts() -> list[Fact]:
    """State that the funnel cannot be read, because the case does not say which stage is the contract."""
    return [refused(f"differentiate.{name}", unit="purchases", reason=NO_STAGE) for name in ("contract_chance", "funnel.contracts")]


def _counts(found: Funnel) -> list[Fact]:
    leads = found.leads
    return [
        counted("differentiate.leads", len(leads.table), unit="rows", method=N_("count of leads created before the workbook's date"), says=N_("{value} leads are on file."), table="leads"),
        counted("differentiate.leads.contracts", int(leads.won.sum()), unit="rows", method=N_("count of leads that entered the stage of the contract"), says=N_("{value} of them have signed a contract."), table="lead_stages"),
        counted("differentiate.leads.open", int(leads.open.sum()), unit="rows", method=N_("count of leads neither signed nor given up"), says=N_("{value} of them are open."), table="lead_stages"),
    ]  # fmt: skip


def _horizon(found: Funnel) -> Fact:
    id_ = "differentiate.contract_horizon"
    if found.weeks is None:
        return refused(id_, unit="weeks", reason=NO_WEEKS)
    method = N_("count of whole weeks for which 50 leads or more of every source compared were followed")
    return counted(id_, found.weeks, unit="weeks", method=method, says=N_("The sources are compared by the chance of a contract within {value} weeks of a lead's first day."), table="leads")  # fmt: skip


def _rates(s: Source) -> list[Fact]:
    naive = estimated(
        f"differentiate.contract_rate.{s.slug}", s.naive, unit="share",
        method=N_("contracts so far over all leads, however young; Wilson's interval"), says=N_("So far {value} of the {n} leads from {detail} have signed; leads too young to have closed count here as if they never would."),
    )  # fmt: skip
    return called(s.name, naive.model_copy(update={"table": "lead_stages"}), _chance(s), _eventual(s))


def _chance(s: Source) -> Fact:
    id_ = f"differentiate.contract_chance.{s.slug}"
    if s.chance is None:
        return refused(id_, unit="share", reason=TOO_YOUNG)
    says = N_("Of the leads from {detail}, {value} sign within the weeks compared ({lo} to {hi}), once young leads count as open.")
    return estimated(id_, s.chance, unit="share", method=_MATURE, says=says).model_copy(update={"table": "lead_stages"})


def _eventual(s: Source) -> Fact:
    id_ = f"differentiate.contract_eventual.{s.slug}"
    if s.eventual is None:
        return refused(id_, unit="share", reason=NO_EVENTUAL)
    says = N_("Of the leads from {detail}, {value} will sign sooner or later ({lo} to {hi}), if days to contract are log-normal.")
    method = N_("log-normal days to contract with a share that never signs, maximum likelihood; normal interval on the log-odds")
    return estimated(id_, s.eventual.eventual, unit="share", method=method, says=says).model_copy(update={"table": "lead_stages"})


def _costs(s: Source, currency: str) -> list[Fact]:
    naive, mature = f"differentiate.cost_per_contract_naive.{s.slug}", f"differentiate.cost_per_contract.{s.slug}"
    if s.cost is None:
        return called(s.name, *(refused(id_, unit=currency, reason=NO_COST) for id_ in (naive, mature)))
    says = N_("A contract from {detail} has cost {value} so far.")
    says_mature = N_("A contract from {detail} costs {value} ({lo} to {hi}), once young leads count as open.")
    method = N_("cost of all leads of the source over the leads, divided by the contracts per lead; the interval is the rate's")
    then = s.per_contract(s.chance) if s.chance else None
    return called(
        s.name,
        _cost(naive, s.per_contract(s.naive), (currency, method, says), NO_CONTRACT),
        _cost(mature, then, (currency, method, says_mature), NO_CONTRACT if s.chance else TOO_YOUNG),
    )


def _cost(id_: str, of: Estimate | None, words: tuple[str, str, str], reason: str) -> Fact:
    currency, method, says = words
    if of is None:
        return refused(id_, unit=currency, reason=reason)
    return estimated(id_, of, unit=currency, method=method, says=says).model_copy(update={"table": "costs"})


def _places(ranked: Ranking | None) -> list[Fact]:
    if ranked is None:
        return [refused("differentiate.source_rank", unit="place", reason=ONE_SOURCE)]
    so_far, now = N_("By contracts so far, {detail} stands in place {value} of the sources compared."), N_("Once young leads count as open, {detail} stands in place {value} of the sources compared.")  # fmt: skip
    sides = (("source_rank_naive", ranked.naive, ranked.places_naive, so_far), ("source_rank", ranked.mature, ranked.places, now))
    return [
        estimated(f"differentiate.{name}.{s.slug}", _place(drawn[:, k], at[k], s.leads), unit="place", says=says,
                  method=N_("place by cost per contract, or by rate where costs are not known; joint draws of all sources")).model_copy(update={"name": s.name})
        for name, compared, at, says in sides for drawn in (places(compared),) for k, s in enumerate(ranked.sources)
    ]  # fmt: skip


def _place(drawn: Array, value: int, leads: int) -> Estimate:
    lo, hi = bootstrap.interval(drawn)
    return Estimate(value, min(lo, value), max(hi, value), leads)


def _riser(ranked: Ranking | None) -> Fact:
    id_, riser = "differentiate.riser", ranked.riser if ranked else None
    if riser is None:
        return refused(id_, unit="rows", reason=SAME_ORDER if ranked else ONE_SOURCE)
    method = N_("name of the source that gains most places once young leads count as open")
    return counted(id_, riser.name, unit="rows", method=method, says=N_("Leads from {value} look worse than they are: they gain most places once young leads count as open."), table="lead_stages")  # fmt: skip


def source_decision(ranked: Ranking | None, *, closed: Sequence[str] = (), currency: str) -> Decision | None:
    """Choose the source of the next leads, by cost per contract or else by chance; None where fewer than two can be compared.

    `closed` names sources from which no leads can or may be bought, in the client's words: referrals, lists without consent.
    `p_wrong` is the share of joint draws in which another source is better. No money is stated: more spending was not tested.
    """
    shut = {slug(name) for name in closed}
    able = [k for k, s in enumerate(ranked.sources) if s.slug not in shut] if ranked else []
    if ranked is None or len(able) < 2:
        return None
    chosen = min(able, key=lambda k: ranked.places[k])
    best = np.array(able)[ranked.mature[:, able].argmin(axis=1)]
    return Decision(
        id="differentiate.source", question=QUESTION, options=tuple(_option(s, ranked, currency) for k in able for s in (ranked.sources[k],)),
        choice=ranked.sources[chosen].name, p_wrong=float((best != chosen).mean()), money_at_stake=None, what_would_change_it=CHANGES,
        measure=N_("Cost of a contract, young leads open") if ranked.by_cost else N_("Chance of a contract, young leads open"),
    )  # fmt: skip


def _option(s: Source, ranked: Ranking, currency: str) -> Option:
    of = s.per_contract(s.chance) if ranked.by_cost and s.chance else s.chance
    unit = currency if ranked.by_cost else "share"
    return Option(name=s.name, value=of.value, lo=of.lo, hi=of.hi, unit=unit) if of else Option(name=s.name, value=None, unit=unit)
