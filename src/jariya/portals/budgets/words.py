"""The message catalogue of this portal, read without Django: `jariya budget check FILE` needs no database."""

from __future__ import annotations

from pathlib import Path

from jariya.kernel.language import catalogues

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("kk", "ru", "en")


def say(text: str, lang: str) -> str:
    """A sentence of this portal in `lang`."""
    return catalogues.say(LOCALE, text, lang)
