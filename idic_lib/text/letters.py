"""Names in bare Latin letters: as ids write them, as old systems do, and as headings are compared."""

from __future__ import annotations

import re
import unicodedata


def without_accents(text: str) -> str:
    """Return a text in bare Latin letters: 'Nguyễn Thị Đào' becomes 'Nguyen Thi Dao'."""
    apart = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def slug(name: str) -> str:
    """Write a name (of a tier, a campaign, a source) as a part of a fact id: small ASCII letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", without_accents(name).lower()).strip("_") or "unnamed"
