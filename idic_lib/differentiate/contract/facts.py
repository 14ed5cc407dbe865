"""What is said of customers under a contract: who stays, how long, and what the payments to come are worth."""

from __future__ import annotations

import pandas as pd

from idic_lib.differentiate.contract.judge import Judged
from idic_lib.differentiate.contract.payments import Contracts
from idic_lib.differentiate.contract.retention import CONSTANT, SBG
from idic_lib.differentiate.contract.value import ContractValue
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_

AT = "differentiate.contract"
NO_RHYTHM = N_(
    "Payments keep no month, quarter or year, so no contract can be called overdue. Collect the days on which payments are due, or declare another setting."
)
NOT_IDENTIFIED = N_("Whether long-standing customers stay more easily cannot be told from so few losses; one rate is used for everybody. Collect a longer history of payments.")  # fmt: skip
_UNITS = {"payments": "purchases", "rate": "share", "alpha": "number", "beta": "number", "backtest.gain": "purchases"}
_CHOSEN = {
    SBG: N_("Retention by tenure came closer, customer by customer, than one rate for everybody; it is used."),
    CONSTANT: N_("One rate of renewal for everybody came as close as retention by tenure, and is used."),
}
YEARS = {"month": 12, "quarter": 4, "year": 1}


def contract_facts(judged: Judged | Refusal, value: ContractValue | Refusal, *, currency: str) -> list[Fact]:
    """State the contracts that run and those lost, one rate and the model by tenure, both against the past, and what is still to come."""
    if isinstance(judged, Refusal):
        return _refused(judged, currency)
    if isinstance(value, Refusal):
        return _refused(value, currency)
    return [*_counted(judged.found), *_rates(judged), *_past(judged), *_ahead(value, currency)]


def _refused(why: Refusal, currency: str) -> list[Fact]:
    return [refused(f"{AT}.{k}", unit=u, reason=why.reason) for k, u in {**_UNITS, "money": currency}.items()]


def _counted(found: Contracts) -> list[Fact]:
    overdue = N_("count of customers whose payment is overdue by more than the grace")
    running = N_("count of customers whose payment is not overdue by more than the grace")
    lost, n = int(found.lost.sum()), len(found.table)
    return [
        counted(f"{AT}.customers", n - lost, unit="customers", n=n, table="orders", method=running, says=N_("{value} of {n} contracts still run.")),
        counted(f"{AT}.lost", lost, unit="customers", n=n, table="orders", method=overdue, says=N_("{value} of {n} contracts count as lost: a payment is overdue beyond the grace.")),
        counted(f"{AT}.grace", found.grace_days, unit="days", method=N_("count of days that the workbook waits after a payment is due"), says=N_("A contract counts as lost {value} days after a payment was due.")),
    ]  # fmt: skip


def _rates(judged: Judged) -> list[Fact]:
    rate = judged.models[CONSTANT].estimates[0]
    rate = Estimate(rate.value, rate.lo, min(rate.hi, 1.0), rate.n)
    renewed = estimated(f"{AT}.rate", rate, unit="share", method=N_("renewals paid over renewals due, whatever the tenure; Wilson's interval on the log scale"),
                        says=N_("Of the payments due, {value} came ({lo} to {hi})."))  # fmt: skip
    model = judged.models[SBG]
    if not model.identified:
        return [renewed, *(refused(f"{AT}.{k}", unit="number", reason=NOT_IDENTIFIED) for k in ("alpha", "beta"))]
    method = N_("shifted-beta-geometric model, maximum likelihood; normal interval on the log scale")
    says = N_("Retention by tenure: {last} is {value} ({lo} to {hi}).")
    named = zip(("alpha", "beta"), model.estimates, strict=True)
    return [renewed, *(estimated(f"{AT}.{k}", e, unit="number", method=method, says=says) for k, e in named)]


def kept_facts(curve: pd.DataFrame, *, rhythm: str) -> list[Fact]:
    """State the share of contracts still paid after one and after two years, as counted (Kaplan and Meier)."""
    method = N_(
        "contracts that paid all renewals of so many years; Kaplan and Meier, those that still run counted as open, log-log interval"
    )
    words = {
        1: N_("After one year of renewals {value} of the contracts are still paid ({lo} to {hi})."),
        2: N_("After two years of renewals {value} are ({lo} to {hi})."),
    }
    reason = N_("Fewer than 20 contracts were watched for so long. Collect a longer history of payments.")
    return [_kept(curve, f"{AT}.kept.year{y}", y * YEARS[rhythm], method, says, reason) for y, says in words.items()]


def _kept(curve: pd.DataFrame, id_: str, renewal: int, method: str, says: str, reason: str) -> Fact:
    row = curve[curve["renewal"] == renewal]
    if not len(row):
        return refused(id_, unit="share", reason=reason)
    r = row.iloc[0]
    return estimated(
        id_, Estimate(float(r["kept"]), float(r["lo"]), float(r["hi"]), int(r["at_risk"])), unit="share", method=method, says=says
    )


def _past(judged: Judged) -> list[Fact]:
    miss = N_("root mean square miss per customer of forecasts made one horizon ago; bootstrap over customers")
    by_tenure = N_("Foreseen by tenure, a customer's payments were off by {value} (typical miss, {lo} to {hi}).")
    by_rate = N_("Foreseen by one rate, they were off by {value} ({lo} to {hi}).")
    misses = [
        estimated(f"{AT}.backtest.model", judged.miss[SBG], unit="purchases", method=miss, says=by_tenure),
        estimated(f"{AT}.backtest.rate", judged.miss[CONSTANT], unit="purchases", method=miss, says=by_rate),
    ]
    gained = estimated(f"{AT}.backtest.gain", judged.gain, unit="purchases", method=N_("miss of one rate less that of retention by tenure; paired bootstrap over customers"),
                       says=N_("Retention by tenure missed by {value} payments a customer less than one rate for everybody ({lo} to {hi})."))  # fmt: skip
    actual = counted(f"{AT}.backtest.actual", judged.actual, unit="purchases", table="orders", method=N_("count of days with a payment in the latest horizon, contracts known before it"),
                     says=N_("{value} payments came from contracts known one horizon ago."))  # fmt: skip
    choice = counted(f"{AT}.choice", judged.choice, unit="rows", method=N_("name of the way that is used"), says=_CHOSEN[judged.choice])
    return [*misses, gained, actual, choice]


def _ahead(value: ContractValue, currency: str) -> list[Fact]:
    method = N_("payments expected by tenure within the horizon; parameters, chance and past misfit drawn")
    return [
        estimated(f"{AT}.payments", value.purchases, unit="purchases", method=method, says=N_("{n} customers are expected to make {value} payments, {lo} to {hi}, over the horizon.")),
        estimated(f"{AT}.money", value.money, unit=currency, method=method, says=N_("Their payments over the horizon are expected to be {value}, {lo} to {hi}.")),
    ]  # fmt: skip


def no_rhythm_facts(currency: str) -> list[Fact]:
    """Refuse everything about contracts where payments keep no rhythm."""
    return _refused(Refusal(NO_RHYTHM), currency)
