"""A run's folder: the only reader and writer of tables, facts and figures between notebooks."""

from idic_lib.workspace.record import STAGES, StageRecord, as_json, run_ledger, write_text
from idic_lib.workspace.room import PRIVATE, Workspace

__all__ = ["PRIVATE", "STAGES", "StageRecord", "Workspace", "as_json", "run_ledger", "write_text"]
