"""The message catalogue of this portal, read without Django: `jariya data inspect FILE` needs no database."""

from __future__ import annotations

from gettext import NullTranslations
from pathlib import Path

from jariya.kernel.language import catalogues

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("kk", "ru", "en")


def N_(text: str) -> str:  # noqa: N802 - the name message extraction looks for
    """Mark `text` for the message catalogue and return it unchanged."""
    return text


def catalogue(lang: str) -> NullTranslations:
    """Translations for `lang`; English (the message ids) for a language we do not have."""
    return catalogues.catalogue(LOCALE, lang)


def say(text: str, lang: str) -> str:
    """A sentence of this portal in `lang`."""
    return catalogue(lang).gettext(text) if text else ""
