"""Whom to keep, whom to grow, whom to help up and whom to let pay: potential, portfolio groups, service tiers, lifecycle."""

from idic_lib.differentiate.portfolio.base import Base, base_of, came_between
from idic_lib.differentiate.portfolio.build import Portfolio, portfolio, portfolio_at
from idic_lib.differentiate.portfolio.decide import at_hand, first_decision
from idic_lib.differentiate.portfolio.facts import group_facts, portfolio_facts, potential_facts, reached_fact, view_facts
from idic_lib.differentiate.portfolio.groups import GROUPS, Thresholds, group_chances, group_draws, groups, threshold_words, thresholds
from idic_lib.differentiate.portfolio.hughes import break_even_response, cells_above, nested_cells, profit
from idic_lib.differentiate.portfolio.lifecycle import STATES, lifecycle, state_table
from idic_lib.differentiate.portfolio.migration import migration, migration_matrix
from idic_lib.differentiate.portfolio.pictures import ValueMap, value_map
from idic_lib.differentiate.portfolio.potential import Potential, peers, potential
from idic_lib.differentiate.portfolio.ranking import disagreement, foresight_gain
from idic_lib.differentiate.portfolio.reading import (
    MONEY,
    Earlier,
    Means,
    earlier,
    earlier_facts,
    kinds_of,
    lifecycle_facts,
    lifecycle_matrix,
    means,
    portfolio_on,
    services,
    tier_matrix,
    today_decision,
    today_facts,
)
from idic_lib.differentiate.portfolio.review import Review, held, membership_table, mistiered, realised_tiers, review
from idic_lib.differentiate.portfolio.rules import service_tiers, tier_chances, tier_places
from idic_lib.differentiate.portfolio.tables import group_table, portfolio_table, service_table, with_state
from idic_lib.differentiate.portfolio.tier_facts import ranking_facts, review_facts, service_facts, state_facts
from idic_lib.differentiate.portfolio.views import VIEWS, portfolio_view

__all__ = [
    "GROUPS",
    "MONEY",
    "STATES",
    "VIEWS",
    "Base",
    "Earlier",
    "Means",
    "Portfolio",
    "Potential",
    "Review",
    "Thresholds",
    "ValueMap",
    "at_hand",
    "base_of",
    "break_even_response",
    "came_between",
    "cells_above",
    "disagreement",
    "earlier",
    "earlier_facts",
    "first_decision",
    "foresight_gain",
    "group_chances",
    "group_draws",
    "group_facts",
    "group_table",
    "groups",
    "held",
    "kinds_of",
    "lifecycle",
    "lifecycle_facts",
    "lifecycle_matrix",
    "means",
    "membership_table",
    "migration",
    "migration_matrix",
    "mistiered",
    "nested_cells",
    "peers",
    "portfolio",
    "portfolio_at",
    "portfolio_facts",
    "portfolio_on",
    "portfolio_table",
    "portfolio_view",
    "potential",
    "potential_facts",
    "profit",
    "ranking_facts",
    "reached_fact",
    "realised_tiers",
    "review",
    "review_facts",
    "service_facts",
    "service_table",
    "service_tiers",
    "services",
    "state_facts",
    "state_table",
    "threshold_words",
    "thresholds",
    "tier_chances",
    "tier_matrix",
    "tier_places",
    "today_decision",
    "today_facts",
    "value_map",
    "view_facts",
    "with_state",
]
