"""Who is written to, who answers, and what campaigns added: no effect without a comparison that passed its gate."""

from idic_lib.interact.calendar import campaign_table, half_dates
from idic_lib.interact.decide import HoldOutPlan, decide_holdout, holdout_facts
from idic_lib.interact.effect_facts import effect_facts
from idic_lib.interact.effects import Reading, campaign_effect, campaign_effects, difference, focus_campaign
from idic_lib.interact.focus import doubts, focus_fact
from idic_lib.interact.naive import naive_readings, readings_table
from idic_lib.interact.panel import Panel, campaign_panel
from idic_lib.interact.pictures import (
    answered_words,
    can_be_read,
    contacts_picture,
    contacts_words,
    effects_picture,
    effects_words,
    fifth_names,
    in_words,
    period_words,
    readings_picture,
    unidentified_words,
)
from idic_lib.interact.pressure import (
    campaign_overlap,
    campaigns_at_once,
    campaigns_received,
    contacts_by_fifth,
    overlap_fact,
    pressure_facts,
    uncontacted,
)
from idic_lib.interact.redeemed import redemption_by_group, redemption_counts, redemption_facts, tier_groups
from idic_lib.interact.tables import effects_table
from idic_lib.interact.verdicts import Effect, judge

__all__ = [
    "Effect",
    "HoldOutPlan",
    "Panel",
    "Reading",
    "answered_words",
    "campaign_effect",
    "campaign_effects",
    "campaign_overlap",
    "campaign_panel",
    "campaign_table",
    "campaigns_at_once",
    "campaigns_received",
    "can_be_read",
    "contacts_by_fifth",
    "contacts_picture",
    "contacts_words",
    "decide_holdout",
    "difference",
    "doubts",
    "effect_facts",
    "effects_picture",
    "effects_table",
    "effects_words",
    "fifth_names",
    "focus_campaign",
    "focus_fact",
    "half_dates",
    "holdout_facts",
    "in_words",
    "judge",
    "naive_readings",
    "overlap_fact",
    "period_words",
    "pressure_facts",
    "readings_picture",
    "readings_table",
    "redemption_by_group",
    "redemption_counts",
    "redemption_facts",
    "tier_groups",
    "uncontacted",
    "unidentified_words",
]
