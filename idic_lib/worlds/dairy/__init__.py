"""The dairy world "Sữa Ban Mai": a maker and retailer of milk with stores, a web shop and an app, over two years."""

from idic_lib.worlds.dairy.settings import DairySettings as SETTINGS  # noqa: N814 - what every world offers under this name
from idic_lib.worlds.dairy.world import write

CUSTOMERS = 12_000
"""Persons in the case."""

__all__ = ["CUSTOMERS", "SETTINGS", "write"]
