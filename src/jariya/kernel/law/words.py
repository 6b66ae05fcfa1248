"""The message catalogue of this floor, read without Django: the counting must explain itself alone."""

from __future__ import annotations

from gettext import NullTranslations
from pathlib import Path

from jariya.kernel.language import catalogues

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("kk", "ru", "en")


def catalogue(lang: str) -> NullTranslations:
    """The translations for `lang`; English (the message ids) for a language we do not have."""
    return catalogues.catalogue(LOCALE, lang)
