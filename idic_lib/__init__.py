"""A methodology workbook for the IDIC model: identify, differentiate, interact, customize, and measure whether it worked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from idic_lib.text import Language
    from idic_lib.workspace import Workspace


def open(  # noqa: A001 - reads well as idic_lib.open(...)
    stage: str, *, case: str = "retail", run: str = "", lang: Language | None = None, settings: Mapping[str, object] | None = None
) -> Workspace:
    """Open the workspace of a stage; see `idic_lib.run.lab.open_stage`."""
    from idic_lib.run.lab import open_stage  # the runner is needed only where a notebook is opened

    return open_stage(stage, case=case, run=run, lang=lang, settings=settings)
