"""Habits of people and systems that show in the exports: exact counts of rows that look so, 0 where nothing does. Each is a question to the client."""

from __future__ import annotations

from datetime import date

import pandas as pd

from idic_lib.engine import Engine, Relation
from idic_lib.facts import Fact, counted
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_

_ONE_SYSTEM, _USUAL, _FEW = 0.975, 0.9, 30
"""A survey is of one channel where that channel's customers gave nearly all answers, though they are not nearly all of the records."""
_LAST_DAYS = 12 / 365.25
_TIMES, _CHANCE = 3, 1e-4
"""Entries pile up at the month's end where three times as many as one in 30 fall on its last day, which chance does once in 10,000 times."""
_UNSETTLED = 1e-3
"""Deposits are left unsettled where chance would leave so many once in 1,000 times."""


def _count(name: str, value: int, says: str, *, table: str, unit: str = "rows") -> Fact:
    return counted(f"identify.audit.{name}", value, unit=unit, method=N_("count of rows that look so"), says=says, table=table)


def survey_one_channel(surveys: Relation) -> Fact:
    """Count answers to surveys that customers of one system answered alone, though others have records too. Needs `records`."""
    engine = surveys.engine
    raw = engine.has("surveys_raw") and "_source" in engine.columns("surveys_raw")
    whole, kept = ("surveys_raw", "where _reason is null") if raw else ("surveys", "")
    survey = "cast(_source as varchar)" if raw else "question"
    engine.name("survey_answers", f"select customer_id, {survey} as survey from {whole} {kept}")  # noqa: S608 - names of the contract
    found = engine.query("habit_surveys")
    one = (found["answers"] >= _ONE_SYSTEM * found["total"]) & (found["usual"] < _USUAL) & (found["total"] >= _FEW)
    says = N_("{value} answers are from surveys that reached the customers of one system only: what they say holds for these, not for all.")
    return _count("survey_one_channel", int(found.loc[one, "total"].sum()), says, table="surveys")


def costs_missing(products: Relation, column: str = "unit_cost") -> Fact:
    """Count products without a cost, where the export has costs at all."""
    missing = 0
    if column in products.columns:
        text = f"""select count(*) as n from "{products.name}" where nullif(cast("{column}" as varchar), '') is null"""  # noqa: S608 - a column of the export, quoted
        missing = int(products.engine.run(text)["n"].iloc[0])
    says = N_("{value} products have no cost: whoever buys them looks more profitable than they are.")
    return _count("costs_missing", missing, says, table="products", unit="products")


def holdout_missing(touches: Relation) -> Fact:
    """Count campaigns without anybody held out, where other campaigns have some: their list of those held out may be lost.

    A row without a day of sending is somebody held out.
    """
    found = touches.engine.run(
        f'select count(*) filter (where held = 0) as without, count(*) filter (where held > 0) as "with" from ('  # noqa: S608 - a name of the contract
        f'select campaign_id, count(*) filter (where sent_on is null) as held from "{touches.name}" where campaign_id is not null group by 1)'
    ).iloc[0]
    says = N_("{value} campaigns have nobody held out although others have: ask for the list, or their effect can only be suggested.")
    return _count("holdout_missing", int(found["without"]) if found["with"] else 0, says, table="touches", unit="campaigns")


def stage_backwards(lead_stages: Relation) -> Fact:
    """Count entries into a stage by leads that had been further before; which stage comes first is read from most leads' order."""
    says = N_("{value} entries put a lead back into an earlier stage: ask whether somebody tidied the list, or the lead cooled down.")
    return _count("stage_backwards", int(lead_stages.engine.query("habit_stages")["rows"].iloc[0]), says, table="lead_stages")


def month_end(lead_stages: Relation, *, as_of: date) -> Fact:
    """Count stages dated on the last day of a month, of those kinds of stage that pile up there."""
    says = N_(
        "{value} stages are dated on the last day of a month, where far fewer would fall by chance: they were entered then, not reached then."
    )
    return _count("month_end", _piled(lead_stages, "stage", "entered_on", as_of), says, table="lead_stages")


def bulk_logged(touches: Relation, *, as_of: date) -> Fact:
    """Count contacts outside campaigns that are dated on the last day of a month, of those kinds that pile up there."""
    kind = "channel" if "channel" in touches.columns else "''"
    only = "where campaign_id is null" if "campaign_id" in touches.columns else ""
    piled = _piled(touches, kind, "sent_on", as_of, only) if "sent_on" in touches.columns else 0
    says = N_(
        "{value} contacts are dated on the last day of a month, where far fewer would fall by chance: a month's work was entered on one evening."
    )
    return _count("bulk_logged", piled, says, table="touches")


def _piled(rows: Relation, kind: str, day: str, as_of: date, only: str = "") -> int:
    from scipy.stats import binom

    rows.engine.name("dated_rows", f'select {kind} as kind, {day} as day from "{rows.name}" {only}')  # noqa: S608 - names of the contract
    found = rows.engine.query("habit_month_end", as_of=as_of)
    often = found["last_day"] > _TIMES * _LAST_DAYS * found["rows"]
    rare = binom.sf(found["last_day"] - 1, found["rows"], _LAST_DAYS) < _CHANCE
    return int(found.loc[often & rare, "last_day"].sum())


def without_consent(leads: Relation, *, as_of: date) -> Fact:
    """Count leads without a consent in sources where, beyond chance, fewer than half have one: bought lists, as a rule. Needs `consents`."""
    found = leads.engine.query("habit_consent", as_of=as_of)
    bought = [wilson(int(a), int(n)).hi < 0.5 for a, n in zip(found["agreed"], found["leads"], strict=True)]
    says = N_(
        "{value} leads are from sources where most never agreed to be written to: they may not be, and the list should not be bought again."
    )
    return _count("without_consent", int((found["leads"] - found["agreed"])[bought].sum()), says, table="leads")


def project_names(units: Relation) -> Fact:
    """Count units whose project bears another name than most units of the same code."""
    says = N_("{value} units name their project otherwise than most units of the same code: one project under two names is counted twice.")
    return _count("project_names", int(units.engine.query("habit_projects")["rows"].iloc[0]), says, table="units")


def deposits(paid: Relation, *, as_of: date) -> list[Fact]:
    """Count deposits for a unit of another's contract, and deposits that got neither a contract nor a refund.

    Needs deposits (lead_id, unit_id, paid_on, refunded_on, order_id) and orders with unit_id.
    """
    found = paid.engine.query("habit_deposits", as_of=as_of).iloc[0]
    again = N_("{value} deposits name a unit that another customer has signed for: a unit's number is no sign of who bought it.")
    open_ = N_(
        "{value} deposits have neither become a contract nor been refunded, though nearly every other was settled in two thirds of that time: ask where the money is."
    )
    return [
        _count("units_recycled", int(found["recycled"]), again, table="deposits"),
        _count("refunds_missing", _beyond_chance(found), open_, table="deposits"),
    ]


def _beyond_chance(found: pd.Series) -> int:
    """Count old deposits that nobody settled, where there are more than the slow ones among the settled would let expect."""
    from scipy.stats import binom

    rare = binom.sf(found["unsettled"] - 1, found["old"], (found["slow"] + 1) / (found["settled"] + 2)) < _UNSETTLED
    return int(found["unsettled"]) if rare else 0


def habit_facts(engine: Engine, *, as_of: date) -> list[Fact]:
    """State every habit that the case's tables can show; a table that is absent shows none."""
    has, at = engine.has, engine.relation
    facts = [survey_one_channel(at("surveys"))] if has("surveys") and has("records") else []
    facts += [costs_missing(at("products"))] if has("products") else []
    if has("touches") and "sent_on" in engine.columns("touches"):
        facts += [holdout_missing(at("touches"))] if "campaign_id" in engine.columns("touches") else []
        facts += [bulk_logged(at("touches"), as_of=as_of)]
    facts += [stage_backwards(at("lead_stages")), month_end(at("lead_stages"), as_of=as_of)] if has("lead_stages") else []
    facts += [without_consent(at("leads"), as_of=as_of)] if has("leads") and has("consents") and "source" in engine.columns("leads") else []
    facts += [project_names(at("units"))] if has("units") and "project" in engine.columns("units") else []
    return facts + (
        deposits(at("deposits"), as_of=as_of) if has("deposits") and has("orders") and "unit_id" in engine.columns("orders") else []
    )
