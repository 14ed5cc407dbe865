"""Needs: segments of customers by what they buy, where such segments hold, and needs as customers state them."""

from idic_lib.differentiate.needs.agreement import agreement_fact
from idic_lib.differentiate.needs.baskets import Baskets, baskets
from idic_lib.differentiate.needs.cards import needs_cards, stated_cards
from idic_lib.differentiate.needs.coverage import needs_coverage, products_by_kind
from idic_lib.differentiate.needs.facts import cost_fact, needs_facts, profile_facts
from idic_lib.differentiate.needs.number import Tried, tried_numbers
from idic_lib.differentiate.needs.profile import Profile, Profiles, needs_profiles
from idic_lib.differentiate.needs.segments import NoSegments, Segments, needs_segments, needs_table, segmented
from idic_lib.differentiate.needs.serving import not_served_decision
from idic_lib.differentiate.needs.stated import stated_facts, stated_needs, stated_table

__all__ = [
    "Baskets", "NoSegments", "Profile", "Profiles", "Segments", "Tried", "agreement_fact", "baskets", "cost_fact", "needs_cards", "needs_coverage", "needs_facts",
    "needs_profiles", "needs_segments", "needs_table", "not_served_decision", "products_by_kind", "profile_facts", "segmented", "stated_cards",
    "stated_facts", "stated_needs", "stated_table", "tried_numbers",
]  # fmt: skip
