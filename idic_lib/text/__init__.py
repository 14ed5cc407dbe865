"""Every word, number, date and amount that a user reads, in the language of the run."""

from __future__ import annotations

import gettext as _gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["en", "vi"]

LOCALES: dict[Language, str] = {"en": "en_GB", "vi": "vi_VN"}
_CATALOGUES = Path(__file__).parent / "locale"
_language: ContextVar[Language] = ContextVar("language", default="en")


def language() -> Language:
    """Return the language that sentences and numbers are written in now."""
    return _language.get()


def use(lang: Language) -> None:
    """Write sentences and numbers in `lang` from here on."""
    _language.set(lang)


@cache
def _catalogue(lang: Language) -> _gettext.NullTranslations:
    """Read `locale/<lang>.po`; English is the source and has no catalogue."""
    from io import BytesIO

    path = _CATALOGUES / f"{lang}.po"
    if not path.exists():
        return _gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=lang)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """Translate one message; an untranslated one stays English."""
    return _catalogue(language()).gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark a message for the catalogue without translating it yet."""
    return message
