"""Who should get service beyond the ordinary: by value, the same for everybody, or by sales so far, and what equal treatment loses."""

from idic_lib.differentiate.allocation.decide import allocation_decision
from idic_lib.differentiate.allocation.facts import allocation_facts, tested_facts
from idic_lib.differentiate.allocation.known import past_of
from idic_lib.differentiate.allocation.past import Covered, tested
from idic_lib.differentiate.allocation.pictures import MONEY, allocation_table, covered_picture, covered_words, tested_table
from idic_lib.differentiate.allocation.places import Places, places
from idic_lib.differentiate.allocation.plan import RULES, Plan, plan
from idic_lib.differentiate.allocation.response import RESPONSE, break_even, kept, spread

__all__ = [
    "MONEY",
    "RESPONSE",
    "RULES",
    "Covered",
    "Places",
    "Plan",
    "allocation_decision",
    "allocation_facts",
    "allocation_table",
    "break_even",
    "covered_picture",
    "covered_words",
    "kept",
    "past_of",
    "places",
    "plan",
    "spread",
    "tested",
    "tested_facts",
    "tested_table",
]
