"""The IDIC stages as one table: what each asks, which facts feed it, and what still has no answer."""

from idic_lib.models.idic import coverage_facts, refusals_table, stage_table

__all__ = ["coverage_facts", "refusals_table", "stage_table"]
