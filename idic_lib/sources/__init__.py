"""From a client's exports to the contract tables: every row is kept or set aside with its reason."""

from idic_lib.sources.load import Loaded, fingerprints, load_case, open_tables

__all__ = ["Loaded", "fingerprints", "load_case", "open_tables"]
