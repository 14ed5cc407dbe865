"""What can go wrong, as sentences: every error says where, what was found and what to do."""

from pathlib import Path
from typing import ClassVar


class IdicError(Exception):
    """A failure that a user can act on; `exit_code` is what the command returns."""

    exit_code: ClassVar[int] = 1


class InputError(IdicError):
    """The input or the command is wrong; nothing was computed and nothing was written."""

    exit_code: ClassVar[int] = 2


class TableMissingError(IdicError):
    """A stage was asked for something that needs a table the case does not have."""


class StageFailedError(IdicError):
    """A notebook stopped midway; carries the cell, the cause, the last good report, nothing of the traceback."""

    def __init__(self, stage: str, cell: int, code: str, cause: str) -> None:
        """Keep the parts apart, so that a caller can show them its own way."""
        self.stage, self.cell, self.code, self.cause = stage, cell, code, cause
        self.last_report: Path | None = None
        super().__init__(f"Notebook {stage}, cell {cell} failed: {cause}")
