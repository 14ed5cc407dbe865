"""Which criterion tells what customers will bring, who the best customers are like, and which fields give the outcome away."""

from idic_lib.differentiate.criteria.ahead import Ahead, bought_again, customers_ahead
from idic_lib.differentiate.criteria.bakeoff import BakeOff, bake_off
from idic_lib.differentiate.criteria.candidates import Criterion, all_criteria, label
from idic_lib.differentiate.criteria.facts import criteria_facts, explained_by_need_fact, explained_facts
from idic_lib.differentiate.criteria.firsts import first_purchases
from idic_lib.differentiate.criteria.giveaway import answered_fields, given_away
from idic_lib.differentiate.criteria.giveaway_facts import giveaway_facts
from idic_lib.differentiate.criteria.groups import agreement, criterion_decision, wrong_groups
from idic_lib.differentiate.criteria.lookalike import LookAlike, known_beforehand, look_alike
from idic_lib.differentiate.criteria.lookalike_facts import look_alike_facts
from idic_lib.differentiate.criteria.pictures import gains_picture, profile_picture
from idic_lib.differentiate.criteria.pitfall import wrong_criteria_fact
from idic_lib.differentiate.criteria.reading import (
    Reading,
    bake_source,
    fields_of,
    profile_source,
    read_criteria,
    read_giveaways,
    read_look_alike,
    reading_facts,
)
from idic_lib.differentiate.criteria.variance import explained, paid_per_order
from idic_lib.differentiate.criteria.variance_by_need import explained_by_need

__all__ = [
    "Ahead",
    "BakeOff",
    "Criterion",
    "LookAlike",
    "Reading",
    "agreement",
    "all_criteria",
    "answered_fields",
    "bake_off",
    "bake_source",
    "bought_again",
    "criteria_facts",
    "criterion_decision",
    "customers_ahead",
    "explained",
    "explained_by_need",
    "explained_by_need_fact",
    "explained_facts",
    "fields_of",
    "first_purchases",
    "gains_picture",
    "giveaway_facts",
    "given_away",
    "known_beforehand",
    "label",
    "look_alike",
    "look_alike_facts",
    "paid_per_order",
    "profile_picture",
    "profile_source",
    "read_criteria",
    "read_giveaways",
    "read_look_alike",
    "reading_facts",
    "wrong_criteria_fact",
    "wrong_groups",
]
