"""Differentiate: what customers are worth, how sure that is, and who belongs to which value tier."""

from idic_lib.differentiate.backtest import Backtest, Split, backtest, split_of
from idic_lib.differentiate.backtest_facts import backtest_facts
from idic_lib.differentiate.baselines import BASELINES, baseline
from idic_lib.differentiate.bgnbd import BgNbd
from idic_lib.differentiate.concentration import concentration_facts, lorenz
from idic_lib.differentiate.dropout import DropOut, drop_out
from idic_lib.differentiate.gammagamma import GammaGamma
from idic_lib.differentiate.history import Period, Refusal, customer_summary, period, purchases_between, spend_by_customer
from idic_lib.differentiate.movement import half_periods, movement_facts, tier_movement
from idic_lib.differentiate.pictures import (
    error_picture,
    movement_table,
    named_shares,
    rfm_table,
    scorecard_table,
    scorecard_words,
    tier_words,
)
from idic_lib.differentiate.rfm import rfm_scores
from idic_lib.differentiate.scorecard import METHOD_NAMES, Scores, scorecard_rows
from idic_lib.differentiate.tier_rule import tier_gain_facts, tier_rule_decision
from idic_lib.differentiate.tiers import realised_value, tier_of, tier_table, tiers_by_sales, value_tiers
from idic_lib.differentiate.value import CustomerValue, customer_value
from idic_lib.differentiate.value_facts import tier_facts, value_facts

__all__ = [
    "BASELINES",
    "METHOD_NAMES",
    "Backtest",
    "BgNbd",
    "CustomerValue",
    "DropOut",
    "GammaGamma",
    "Period",
    "Refusal",
    "Scores",
    "Split",
    "backtest",
    "backtest_facts",
    "baseline",
    "concentration_facts",
    "customer_summary",
    "customer_value",
    "drop_out",
    "error_picture",
    "half_periods",
    "lorenz",
    "movement_facts",
    "movement_table",
    "named_shares",
    "period",
    "purchases_between",
    "realised_value",
    "rfm_scores",
    "rfm_table",
    "scorecard_rows",
    "scorecard_table",
    "scorecard_words",
    "spend_by_customer",
    "split_of",
    "tier_facts",
    "tier_gain_facts",
    "tier_movement",
    "tier_of",
    "tier_rule_decision",
    "tier_table",
    "tier_words",
    "tiers_by_sales",
    "value_facts",
    "value_tiers",
]
