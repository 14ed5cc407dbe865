"""One engagement's settings: read once from `case.toml`, checked at the door, frozen from then on."""

from idic_lib.case.engagement import Case, Engagement, World
from idic_lib.case.reading import CASES, find, parse_override, read_case
from idic_lib.source import Source

__all__ = ["CASES", "Case", "Engagement", "Source", "World", "find", "parse_override", "read_case"]
