"""Who the customers are: what the exports hold, what stands out in them, and how much of it can be trusted."""

from idic_lib.identify.activity import active_picture, completeness_picture, first_cohort, half_year_changes
from idic_lib.identify.audit import (
    audit_facts,
    audit_words,
    everyday_facts,
    kept_facts,
    line_audit,
    order_audit,
    raw_facts,
    reconciliation,
    reconciliation_facts,
    row_facts,
    set_aside,
    set_aside_facts,
    unknown_product_facts,
    unknown_products,
)
from idic_lib.identify.completeness import completeness, completeness_by_fifth, completeness_facts, count_ladder, customers, traits
from idic_lib.identify.inventory import inventory, inventory_facts, open_questions, sales_table
from idic_lib.identify.lenses import cohorts_compared, lens_facts, one_period, whole_base

__all__ = [
    "active_picture",
    "audit_facts",
    "audit_words",
    "cohorts_compared",
    "completeness",
    "completeness_by_fifth",
    "completeness_facts",
    "completeness_picture",
    "count_ladder",
    "customers",
    "everyday_facts",
    "first_cohort",
    "half_year_changes",
    "inventory",
    "inventory_facts",
    "kept_facts",
    "lens_facts",
    "line_audit",
    "one_period",
    "open_questions",
    "order_audit",
    "raw_facts",
    "reconciliation",
    "reconciliation_facts",
    "row_facts",
    "sales_table",
    "set_aside",
    "set_aside_facts",
    "traits",
    "unknown_product_facts",
    "unknown_products",
    "whole_base",
]
