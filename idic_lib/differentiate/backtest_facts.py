"""What the back-test found, as facts: the fit, the scorecard, whether drop-out is there, and which method is used."""

from __future__ import annotations

import numpy as np

from idic_lib.differentiate.backtest import MODEL, Backtest
from idic_lib.differentiate.baselines import BASELINES, Baseline
from idic_lib.differentiate.bgnbd import NAMES, probability_alive
from idic_lib.differentiate.gammagamma import GammaGamma
from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.scorecard import MEASURES
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, counted, refused
from idic_lib.inference import bootstrap
from idic_lib.inference.intervals import Z95, Estimate, log_wald, wilson
from idic_lib.text import N_

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
}
SCORE_UNITS = {"rmse": "purchases", "bias": "change", "deviance": "number", "correlation": "number", "capture": "share"}

MODEL_WINS = N_("The repeat-purchase model is used: its typical miss differs from the best naive rule's by {value} ({lo} to {hi}).")
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


def backtest_facts(judged: Backtest | Refusal) -> list[Fact]:
    """State the fit to the calibration, the scores of the model and the naive rules, drop-out and the choice of method."""
    if isinstance(judged, Refusal):
        return [refused(id_, unit=unit, reason=judged.reason) for id_, unit in _ids().items()]
    rules = [_score(judged, name, measure) for name in BASELINES for measure in ("rmse", "bias")]
    model = [_score(judged, MODEL, m) for m in MEASURES if m != "mae"]
    return [
        *_fit_facts(judged),
        *_spend_facts(judged.fitted.spend),
        _holdout_total(judged),
        *model,
        *rules,
        *_dropout_facts(judged),
        _choice(judged),
    ]


def _ids() -> dict[str, str]:
    model = {f"{AT}.bgnbd.{m}": unit for m, unit in SCORE_UNITS.items()}
    rules = {f"{AT}.{name}.{m}": SCORE_UNITS[m] for name in BASELINES for m in ("rmse", "bias")}
    return {f"{AT}.holdout_total": "purchases", **model, **rules, "differentiate.dropout.per_purchase": "share", CHOICE_ID: "change"}


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
        of = log_wald(getattr(model, name), float(log_sd[k]), model.customers)
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
    drawn = model.draws(bootstrap.DRAWS, np.random.default_rng(0))
    lo, hi = bootstrap.interval(drawn[:, 2] / (drawn[:, 2] + drawn[:, 3]))
    of = Estimate(model.a / (model.a + model.b), lo, hi, model.customers)
    says = N_("After a purchase, a new customer leaves for good with probability {value}.")
    return estimated(id_, of, unit="share", method=N_("a / (a + b) of the BG/NBD; 2,000 parameter draws"), says=says)


def _returned(judged: Backtest) -> Fact:
    id_, rows = "differentiate.dropout.returned", judged.fitted.rows
    gone = (probability_alive(judged.fitted.model.theta, rows) < 0.5)[rows.at]
    if not gone.any():
        return refused(id_, unit="share", reason=NONE_GONE)
    of = wilson(int((judged.customers["actual"].to_numpy() > 0)[gone].sum()), int(gone.sum()))
    says = N_("Of {n} customers whom the fit called more likely gone than not, {value} bought in the hold-out.")
    return estimated(
        id_, of, unit="share", method=N_("customers with P(alive) below one half who bought in the hold-out; Wilson's interval"), says=says
    )


def _choice(judged: Backtest) -> Fact:
    rule = judged.best_baseline
    model, naive = (judged.scores.draws[name][:, MEASURES.index("rmse")] for name in (MODEL, rule))
    if not naive.all():
        return refused(CHOICE_ID, unit="change", reason=NO_ERROR)
    value = judged.scores.value(MODEL, "rmse") / judged.scores.value(rule, "rmse") - 1
    lo, hi = bootstrap.interval(model / naive - 1)
    of = Estimate(value, min(lo, value), max(hi, value), len(judged.customers))
    lost = RULE_WINS if judged.dropout.identified else UNIDENTIFIED
    says = MODEL_WINS if judged.choice == MODEL else lost[rule]
    method = N_("RMSE of the BG/NBD over RMSE of the best naive rule, less 1, in the hold-out; paired bootstrap over customers")
    return estimated(CHOICE_ID, of, unit="change", method=method, says=says)
