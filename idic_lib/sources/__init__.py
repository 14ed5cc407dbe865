"""From a client's exports to the contract tables: every row is kept or set aside with its reason."""

from idic_lib.sources.beside import fingerprints, load_beside
from idic_lib.sources.load import Loaded, load_case, open_private, open_tables
from idic_lib.sources.overlaps import overlaps
from idic_lib.sources.persons import by_person

__all__ = ["Loaded", "by_person", "fingerprints", "load_beside", "load_case", "open_private", "open_tables", "overlaps"]
