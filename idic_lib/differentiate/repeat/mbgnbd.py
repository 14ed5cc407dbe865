"""The MBG/NBD model (Batislam, Denizel and Filiztekin, International Journal of Research in Marketing 24(3), 2007).

As the BG/NBD, but customers may leave after their first purchase already, so that one-time buyers can be gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idic_lib.differentiate.repeat.bgnbd import BgNbd


@dataclass(frozen=True)
class MbgNbd(BgNbd):
    """A fitted MBG/NBD: the chance to leave after any purchase, the first included, from Beta(a, b)."""

    LEAVES_AT_ONCE: ClassVar[float] = 1.0
