"""Differentiate: what customers are worth, how sure that is, and who belongs to which value tier."""

from idic_lib.differentiate.backtest import Backtest, Split, backtest, split_of
from idic_lib.differentiate.backtest_facts import backtest_facts
from idic_lib.differentiate.baselines import BASELINES, baseline
from idic_lib.differentiate.bgnbd import BgNbd
from idic_lib.differentiate.concentration import concentration_facts, lorenz
from idic_lib.differentiate.dropout import DropOut, drop_out
from idic_lib.differentiate.funnel import Funnel, Ranking, funnel, ranking, source_costs, source_table
from idic_lib.differentiate.funnel_chance import Incidence, incidence
from idic_lib.differentiate.funnel_cure import Cure, cure
from idic_lib.differentiate.funnel_facts import no_funnel_facts, source_decision, source_facts
from idic_lib.differentiate.funnel_leads import Leads, Stages, leads_at
from idic_lib.differentiate.funnel_open import Judged, Outlook, judge, latest_window, outlook, past_misfit
from idic_lib.differentiate.funnel_pictures import (
    closing_picture,
    funnel_tier_words,
    judged_words,
    sources_picture,
    sources_say,
    sources_words,
)
from idic_lib.differentiate.funnel_value import Referrals, Worth, funnel_base, referrals, second_unit, worth
from idic_lib.differentiate.funnel_value_facts import base_facts, funnel_facts, funnel_tier_facts
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
from idic_lib.differentiate.setting import Buying, buyers, buying, not_fitted, setting_facts
from idic_lib.differentiate.tier_rule import tier_gain_facts, tier_rule_decision
from idic_lib.differentiate.tiers import realised_value, tier_of, tier_table, tiers_by_sales, value_tiers
from idic_lib.differentiate.value import CustomerValue, customer_value
from idic_lib.differentiate.value_facts import tier_facts, value_facts

__all__ = [
    "BASELINES",
    "METHOD_NAMES",
    "Backtest",
    "BgNbd",
    "Buying",
    "Cure",
    "CustomerValue",
    "DropOut",
    "Funnel",
    "GammaGamma",
    "Incidence",
    "Judged",
    "Leads",
    "Outlook",
    "Period",
    "Ranking",
    "Referrals",
    "Refusal",
    "Scores",
    "Split",
    "Stages",
    "Worth",
    "backtest",
    "backtest_facts",
    "base_facts",
    "baseline",
    "buyers",
    "buying",
    "closing_picture",
    "concentration_facts",
    "cure",
    "customer_summary",
    "customer_value",
    "drop_out",
    "error_picture",
    "funnel",
    "funnel_base",
    "funnel_facts",
    "funnel_tier_facts",
    "funnel_tier_words",
    "half_periods",
    "incidence",
    "judge",
    "judged_words",
    "latest_window",
    "leads_at",
    "lorenz",
    "movement_facts",
    "movement_table",
    "named_shares",
    "no_funnel_facts",
    "not_fitted",
    "outlook",
    "past_misfit",
    "period",
    "purchases_between",
    "ranking",
    "realised_value",
    "referrals",
    "rfm_scores",
    "rfm_table",
    "scorecard_rows",
    "scorecard_table",
    "scorecard_words",
    "second_unit",
    "setting_facts",
    "source_costs",
    "source_decision",
    "source_facts",
    "source_table",
    "sources_picture",
    "sources_say",
    "sources_words",
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
    "worth",
]
