"""Differentiate: what customers are worth, how sure that is, and who belongs to which value tier."""

from idic_lib.differentiate import allocation, contract, criteria, needs, portfolio, satisfaction, worth
from idic_lib.differentiate.concentration import concentration_facts, lorenz
from idic_lib.differentiate.drawn import joint_draws
from idic_lib.differentiate.forecast.backtest import Backtest, Split, backtest, split_of
from idic_lib.differentiate.forecast.backtest_facts import backtest_facts
from idic_lib.differentiate.forecast.baselines import BASELINES, baseline
from idic_lib.differentiate.forecast.methods import METHOD_NAMES
from idic_lib.differentiate.forecast.scorecard import Scores
from idic_lib.differentiate.forecast.value import CustomerValue, customer_value, value_draws
from idic_lib.differentiate.forecast.value_facts import tier_facts, value_facts
from idic_lib.differentiate.funnel import Funnel, Ranking, funnel, ranking, source_costs, source_table
from idic_lib.differentiate.funnel_buyers import base_draws, buyers_facts, buyers_worth, referral_chance
from idic_lib.differentiate.funnel_chance import Incidence, incidence
from idic_lib.differentiate.funnel_cure import Cure, cure
from idic_lib.differentiate.funnel_facts import no_funnel_facts, source_decision, source_facts
from idic_lib.differentiate.funnel_household import household_fact
from idic_lib.differentiate.funnel_leads import Leads, Stages, leads_at
from idic_lib.differentiate.funnel_open import Judged, Outlook, judge, latest_window, outlook, past_misfit
from idic_lib.differentiate.funnel_past import funnel_past
from idic_lib.differentiate.funnel_pictures import (
    closing_picture,
    funnel_tier_words,
    judged_words,
    sources_picture,
    sources_say,
    sources_words,
)
from idic_lib.differentiate.funnel_value import Referrals, Worth, funnel_base, funnel_worth, prices, referrals, second_unit
from idic_lib.differentiate.funnel_value_facts import base_facts, funnel_facts, funnel_tier_facts
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
from idic_lib.differentiate.repeat.bgnbd import BgNbd
from idic_lib.differentiate.repeat.dropout import DropOut, drop_out
from idic_lib.differentiate.repeat.gammagamma import GammaGamma
from idic_lib.differentiate.rfm import rfm_scores
from idic_lib.differentiate.setting import Buying, buyers, buying, not_fitted, setting_facts
from idic_lib.differentiate.tier_rule import tier_gain_facts, tier_rule_decision
from idic_lib.differentiate.tiers import realised_value, tier_of, tier_table, tiers_by_sales, value_tiers

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
    "allocation",
    "backtest",
    "backtest_facts",
    "base_draws",
    "base_facts",
    "baseline",
    "buyers",
    "buyers_facts",
    "buyers_worth",
    "buying",
    "closing_picture",
    "concentration_facts",
    "contract",
    "criteria",
    "cure",
    "customer_summary",
    "customer_value",
    "drop_out",
    "error_picture",
    "funnel",
    "funnel_base",
    "funnel_facts",
    "funnel_past",
    "funnel_tier_facts",
    "funnel_tier_words",
    "funnel_worth",
    "half_periods",
    "household_fact",
    "incidence",
    "joint_draws",
    "judge",
    "judged_words",
    "latest_window",
    "leads_at",
    "lorenz",
    "movement_facts",
    "movement_table",
    "named_shares",
    "needs",
    "no_funnel_facts",
    "not_fitted",
    "outlook",
    "past_misfit",
    "period",
    "portfolio",
    "prices",
    "purchases_between",
    "ranking",
    "realised_value",
    "referral_chance",
    "referrals",
    "rfm_scores",
    "rfm_table",
    "satisfaction",
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
    "value_draws",
    "value_facts",
    "value_tiers",
    "worth",
]
