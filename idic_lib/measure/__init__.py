"""See whether it worked: quarters, who stayed, what growth is made of, and the season where the data can tell it."""

from idic_lib.measure.design_size import design_facts
from idic_lib.measure.findings import quarter_facts, slug
from idic_lib.measure.next_campaign import audience_of, designs, sizes
from idic_lib.measure.pictures import quarters_words, retention_picture, retention_words, sales_picture, sales_words
from idic_lib.measure.quarters import BRIDGE, comparable, growth_bridge, quarters, value_per_customer
from idic_lib.measure.retention import cohort_triangle
from idic_lib.measure.season import monthly_sales, season_facts, season_index, season_possible

__all__ = [
    "BRIDGE",
    "audience_of",
    "cohort_triangle",
    "comparable",
    "design_facts",
    "designs",
    "growth_bridge",
    "monthly_sales",
    "quarter_facts",
    "quarters",
    "quarters_words",
    "retention_picture",
    "retention_words",
    "sales_picture",
    "sales_words",
    "season_facts",
    "season_index",
    "season_possible",
    "sizes",
    "slug",
    "value_per_customer",
]
