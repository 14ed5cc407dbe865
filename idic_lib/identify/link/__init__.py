"""Link records to persons: shared values set aside, splink 5 on DuckDB above a size and rules below it, guarded clusters."""

from idic_lib.identify.link.linked import Linked, link_records
from idic_lib.identify.link.review import review_pairs

__all__ = ["Linked", "link_records", "review_pairs"]
