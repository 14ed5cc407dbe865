"""What each customer leaves over, who costs more than he brings and why, and what is left of each kind of contract."""

from idic_lib.differentiate.worth.below_zero import below_zero, causes, lasting, with_cause
from idic_lib.differentiate.worth.contribution import COSTS, contribution, halves, without_order
from idic_lib.differentiate.worth.costing import Costing, costing
from idic_lib.differentiate.worth.decide import below_zero_decision, lasting_facts
from idic_lib.differentiate.worth.facts import contribution_facts, discount_fact, without_order_facts
from idic_lib.differentiate.worth.kinds import KIND_MONEY, contracts, kind_facts, kind_table
from idic_lib.differentiate.worth.margin_rate import contribution_table, margin_rate, rate_credit, rates_of
from idic_lib.differentiate.worth.pictures import bridge, causes_table, rank_table
from idic_lib.differentiate.worth.whale import rank_moves, whale

__all__ = [
    "COSTS",
    "KIND_MONEY",
    "Costing",
    "below_zero",
    "below_zero_decision",
    "bridge",
    "causes",
    "causes_table",
    "contracts",
    "contribution",
    "contribution_facts",
    "contribution_table",
    "costing",
    "discount_fact",
    "halves",
    "kind_facts",
    "kind_table",
    "lasting",
    "lasting_facts",
    "margin_rate",
    "rank_moves",
    "rank_table",
    "rate_credit",
    "rates_of",
    "whale",
    "with_cause",
    "without_order",
    "without_order_facts",
]
