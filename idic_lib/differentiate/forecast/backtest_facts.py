"""What the back-test found, as facts: the fit, the scorecard, whether drop-out is there, and which method is used."""

from __future__ import annotations

import numpy as np

from idic_lib.differentiate.forecast.backtest import Backtest
from idic_lib.differentiate.forecast.baselines import BASELINES, Baseline
from idic_lib.differentiate.forecast.methods import FEATURES, LEARNT, METHOD_NAMES, Learnt, Method
from idic_lib.differentiate.forecast.scorecard import MEASURES
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.repeat.bgnbd import NAMES
from idic_lib.differentiate.repeat.gammagamma import GammaGamma
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.intervals import Z95, Estimate, log_wald, wilson
from idic_lib.text import N_

MODEL: Learnt = "bgnbd"
AT = "differentiate.backtest"
_SCORED = N_("hold-out purchases against forecast, all customers of the calibration; bootstrap over customers")

PARAMETER_SAYS = {
    "r": N_("The spread of buying rates between customers has the shape r = {value} (small: most buy rarely)."),
    "alpha": N_("The scale of buying rates is alpha = {value} weeks."),
    "a": N_("The first parameter of drop-out is a = {value}."),
    "b": N_("The second parameter of drop-out is b = {value}."),
}
SPEND_SAYS = {
    "p": N_("The shape of spend from purchase to purchase is p = {value}."),
    "q": N_("The shape of spend from customer to customer is q = {value}."),
    "v": N_("The scale of spend is v = {value}."),
}
SCORE_SAYS = {
    "rmse": N_("The typical miss per customer is {value} purchases."),
    "bias": N_("The forecast of all purchases was off by {value}."),
    "deviance": N_("The mean Poisson deviance of the forecast is {value}; smaller is better."),
    "correlation": N_("Forecast and actual purchases per customer correlate at {value}."),
    "capture": N_("The tenth of customers with the highest forecast made {value} of the purchases."),
    "capture_spend": N_("The tenth of customers with the highest forecast of spend made {value} of the sales."),
}
SCORE_UNITS = {
    "rmse": "purchases",
    "bias": "change",
    "deviance": "number",
    "correlation": "number",
    "capture": "share",
    "capture_spend": "share",
}

LEARNT_WINS: dict[Learnt, str] = {
    "bgnbd": N_("The repeat-purchase model is used: its typical miss differs from the best naive rule's by {value} ({lo} to {hi})."),
    "mbgnbd": N_("The repeat-purchase model in which customers may leave after the first purchase (MBG/NBD) is used: its typical miss differs from the best naive rule's by {value} ({lo} to {hi})."),
    "pareto": N_("The repeat-purchase model in which customers may leave at any time (Pareto/NBD) is used: its typical miss differs from the best naive rule's by {value} ({lo} to {hi})."),
    "features": N_("The feature model is used: its typical miss differs from the best naive rule's by {value} ({lo} to {hi})."),
    "blend": N_("A blend of the feature model and a repeat-purchase model is used: its typical miss differs from the best naive rule's by {value} ({lo} to {hi})."),
}  # fmt: skip
FEATURES_ALONE = N_("The repeat-purchase model is not used, because drop-out is not identified. The feature model is: its typical miss differs from the best naive rule's by {value} ({lo} to {hi}).")  # fmt: skip
UNIDENTIFIED: dict[Baseline, str] = {
    "zero": N_("The repeat-purchase model is not used, because drop-out is not identified. No purchase is expected; the model's typical miss differs from that rule's by {value} ({lo} to {hi})."),
    "same_rate": N_("The repeat-purchase model is not used, because drop-out is not identified. Each customer's rate so far is carried on; the model's typical miss differs from that rule's by {value} ({lo} to {hi})."),
    "last_next": N_("The repeat-purchase model is not used, because drop-out is not identified. The next weeks are taken to be as the last ones; the model's typical miss differs from that rule's by {value} ({lo} to {hi})."),
    "hiatus": N_("The repeat-purchase model is not used, because drop-out is not identified. Who bought within 13 weeks goes on at the same rate; the model's typical miss differs from that rule's by {value} ({lo} to {hi})."),
}  # fmt: skip
RULE_WINS: dict[Baseline, str] = {
    "zero": N_("The repeat-purchase model is not used, because it loses. No purchase is expected; the model's typical miss differs from that rule's by {value} ({lo} to {hi})."),
    "same_rate": N_("The repeat-purchase model is not used, because it loses. Each customer's rate so far is carried on; the model's typical miss differs from that rule's by {value} ({lo} to {hi})."),
    "last_next": N_("The repeat-purchase model is not used, because it loses. The next weeks are taken to be as the last ones; the model's typical miss differs from that rule's by {value} ({lo} to {hi})."),
    "hiatus": N_("The repeat-purchase model is not used, because it loses. Who bought within 13 weeks goes on at the same rate; the model's typical miss differs from that rule's by {value} ({lo} to {hi})."),
}  # fmt: skip
_LOOSEST = 3.0
"""Standard error on the log scale above which a parameter is known to no better than a factor of some 350 either way: no number."""
LOOSE = N_("The fit does not pin this parameter down. Collect a longer order history.")
HEAVY_TAIL = N_(
    "Spend per purchase varies so much that no mean exists in the Gamma-Gamma model; each customer's own mean is used. Check the largest orders."
)
FEW_REPEATS = N_("Too few customers bought again to learn how spend differs between customers. Collect a longer order history.")
NONE_GONE = N_("The fit calls no customer gone, so none could come back.")
NO_CORRELATION = N_("A rule that predicts the same for everybody has no correlation.")

NO_ERROR = N_(
    "So few customers bought that a naive rule may foresee them without any error, and nothing can be compared with it. More customers would show which method is better."
)

CHOICE_ID = "differentiate.method.choice"
GAIN_ID = "differentiate.method.gain"
HINDSIGHT_ID = "differentiate.method.hindsight"
LEARNT_MEASURES = ("rmse", "bias", "deviance", "capture")
RULE_MEASURES = ("rmse", "bias")


def backtest_facts(judged: Backtest | Refusal) -> list[Fact]:
    """State the fit to the calibration, the scores of every method, drop-out, the choice of method and what hindsight says of it."""
    if isinstance(judged, Refusal):
        return [refused(id_, unit=unit, reason=judged.reason) for id_, unit in _ids().items()]
    return [
        *_fit_facts(judged),
        *_spend_facts(judged.fitted.spend),
        _holdout_total(judged),
        *(_score(judged, name, measure) for name, measure in _scored()),
        *_dropout_facts(judged),
        _choice(judged),
        _gain(judged),
        _hindsight(judged),
    ]


def _scored() -> list[tuple[Method, str]]:
    learnt = [(name, m) for name in LEARNT for m in (SCORE_UNITS if name == MODEL else LEARNT_MEASURES)]
    return [*learnt, *((name, m) for name in BASELINES for m in RULE_MEASURES)]


def _ids() -> dict[str, str]:
    scored = {f"{AT}.{name}.{m}": SCORE_UNITS[m] for name, m in _scored()}
    last = {"differentiate.dropout.per_purchase": "share", CHOICE_ID: "change", GAIN_ID: "number", HINDSIGHT_ID: "rows"}
    return {f"{AT}.holdout_total": "purchases", **scored, **last}


def _fit_facts(judged: Backtest) -> list[Fact]:
    model = judged.fitted.model
    log_sd = np.sqrt(np.diag(model.covariance).clip(min=0))
    method = N_("BG/NBD fitted to the calibration by maximum likelihood; normal interval on the log scale")
    stated = []
    for k, name in enumerate(NAMES):
        unit, id_ = "weeks" if name == "alpha" else "number", f"{AT}.bgnbd.{name}"
        if name in "ab" and not judged.dropout.identified:
            stated.append(refused(id_, unit=unit, reason=judged.dropout.reason))
            continue
        if not log_sd[k] < _LOOSEST:
            stated.append(refused(id_, unit=unit, reason=LOOSE))
            continue
        of = log_wald(model.parameters[name], float(log_sd[k]), model.customers)
        stated.append(estimated(id_, of, unit=unit, method=method, says=PARAMETER_SAYS[name]))
    return [*stated, _loglik(judged)]


def _loglik(judged: Backtest) -> Fact:
    return counted(
        f"{AT}.bgnbd.loglik",
        judged.fitted.model.loglik,
        unit="number",
        n=judged.fitted.model.customers,
        method=N_("sum of the customers' log-likelihoods at the maximum, time in weeks"),
        says=N_("The log-likelihood of the repeat-purchase model is {value}."),
    )


def _spend_facts(spend: GammaGamma | None) -> list[Fact]:
    ids = {name: f"{AT}.gammagamma.{name}" for name in (*SPEND_SAYS, "correlation")}
    if spend is None or spend.refused:
        reason = HEAVY_TAIL if spend else FEW_REPEATS
        return [refused(id_, unit="number", reason=reason) for id_ in ids.values()]
    method = N_("Gamma-Gamma fitted to repeat buyers with a positive mean spend; normal interval on the log scale")
    log_sd = np.sqrt(np.diag(spend.covariance).clip(min=0))
    stated = [
        estimated(ids[name], log_wald(getattr(spend, name), float(log_sd[k]), spend.customers), unit="number", method=method, says=says)
        for k, (name, says) in enumerate(SPEND_SAYS.items())
    ]
    return [*stated, _correlation(ids["correlation"], spend)]


def _correlation(id_: str, spend: GammaGamma) -> Fact:
    half = Z95 / np.sqrt(max(spend.customers - 3, 1))
    middle = np.arctanh(np.clip(spend.correlation, -0.999999, 0.999999))
    of = Estimate(spend.correlation, float(np.tanh(middle - half)), float(np.tanh(middle + half)), spend.customers)
    says = N_("Among repeat buyers, the number of purchases and the spend per purchase correlate at {value}; the model of spend takes 0.")
    return estimated(id_, of, unit="number", method=N_("correlation over repeat buyers; Fisher's interval"), says=says)


def _holdout_total(judged: Backtest) -> Fact:
    return counted(
        f"{AT}.holdout_total",
        int(judged.customers["actual"].sum()),
        unit="purchases",
        n=len(judged.customers),
        method=N_("sum of days with a purchase in the hold-out, customers of the calibration"),
        says=N_("The {n} customers who were known before made {value} purchases in the hold-out."),
    )


def _score(judged: Backtest, name: str, measure: str) -> Fact:
    row, id_, unit = judged.scorecard.loc[name], f"{AT}.{name}.{measure}", SCORE_UNITS[measure]
    if not np.isfinite(row[measure]):
        return refused(id_, unit=unit, reason=NO_CORRELATION)
    of = Estimate(float(row[measure]), float(row[f"{measure}_lo"]), float(row[f"{measure}_hi"]), len(judged.customers))
    return estimated(id_, of, unit=unit, method=_SCORED, says=SCORE_SAYS[measure])


def _dropout_facts(judged: Backtest) -> list[Fact]:
    return [_per_purchase(judged), _returned(judged)]


def _per_purchase(judged: Backtest) -> Fact:
    id_ = "differentiate.dropout.per_purchase"
    if not judged.dropout.identified:
        return refused(id_, unit="share", reason=judged.dropout.reason)
    model = judged.fitted.model
    a, b = model.parameters["a"], model.parameters["b"]
    drawn = model.draws(bootstrap.DRAWS, np.random.default_rng(0))
    lo, hi = bootstrap.interval(drawn[:, 2] / (drawn[:, 2] + drawn[:, 3]))
    value = a / (a + b)
    of = Estimate(value, min(lo, value), max(hi, value), model.customers)
    says = N_("After a purchase, a new customer leaves for good with probability {value}.")
    return estimated(id_, of, unit="share", method=N_("a / (a + b) of the BG/NBD; 2,000 parameter draws"), says=says)


def _returned(judged: Backtest) -> Fact:
    id_, rows = "differentiate.dropout.returned", judged.fitted.rows
    gone = (judged.fitted.model.alive(rows) < 0.5)[rows.at]
    if not gone.any():
        return refused(id_, unit="share", reason=NONE_GONE)
    of = wilson(int((judged.customers["actual"].to_numpy() > 0)[gone].sum()), int(gone.sum()))
    says = N_("Of {n} customers whom the fit called more likely gone than not, {value} bought in the hold-out.")
    return estimated(
        id_, of, unit="share", method=N_("customers with P(alive) below one half who bought in the hold-out; Wilson's interval"), says=says
    )


def _choice(judged: Backtest) -> Fact:
    """Compare the method used, or the BG/NBD where a rule is used, with a rule: the one used, or the best one in the hold-out."""
    by_rule = judged.choice in BASELINES
    learnt = MODEL if by_rule else judged.choice
    rule = judged.choice if by_rule else min(BASELINES, key=lambda name: judged.scores.value(name, "rmse"))
    above, below = (judged.scores.draws[name][:, MEASURES.index("rmse")] for name in (learnt, rule))
    if not below.all():
        return refused(CHOICE_ID, unit="change", reason=NO_ERROR)
    value = judged.scores.value(learnt, "rmse") / judged.scores.value(rule, "rmse") - 1
    lo, hi = bootstrap.interval(above / below - 1)
    of = Estimate(value, min(lo, value), max(hi, value), len(judged.customers))
    method = N_("RMSE of the method or model over the RMSE of the naive rule, less 1, in the hold-out; paired bootstrap over customers")
    return estimated(CHOICE_ID, of, unit="change", method=method, says=_choice_says(judged))


def _choice_says(judged: Backtest) -> str:
    usable = bool(judged.fitted.usable)
    for rule in BASELINES:
        if judged.choice == rule:
            return (RULE_WINS if usable else UNIDENTIFIED)[rule]
    if judged.choice == FEATURES and not usable:
        return FEATURES_ALONE
    return next(says for name, says in LEARNT_WINS.items() if name == judged.choice)


def _gain(judged: Backtest) -> Fact:
    other = FEATURES if judged.choice in BASELINES else judged.best_baseline
    says = N_("The choice was made before the hold-out: in forecasts from earlier days the method used has a mean Poisson deviance smaller by {value} ({lo} to {hi}) than the best of the other kind, rule or not.")  # fmt: skip
    method = N_("Poisson deviance per customer at rolling origins inside the calibration, paired; normal interval over customers")
    return estimated(GAIN_ID, judged.past.gain(judged.choice, other), unit="number", method=method, says=says)


def _hindsight(judged: Backtest) -> Fact:
    best: Method = min(METHOD_NAMES, key=lambda name: judged.scores.value(name, "rmse"))
    same = N_("In the hold-out, too, no method was less far off than the one used.")
    other = N_("In the hold-out another method was less far off than the one used: {value}. That was not known beforehand.")
    return counted(
        HINDSIGHT_ID,
        METHOD_NAMES[best],
        unit="rows",
        n=len(judged.customers),
        method=N_("name of the method with the smallest root mean square error in the hold-out"),
        says=same if best == judged.choice else other,
    )
