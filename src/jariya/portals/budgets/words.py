"""The message catalogue of this portal, read without Django: `jariya budget check FILE` needs no database.

Inside the web application the same `django.po` serves the templates.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("kk", "ru", "en")


def N_(text: str) -> str:  # noqa: N802 - the name message extraction looks for
    """Mark `text` for the message catalogue and return it unchanged."""
    return text


@cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """Translations for `lang`; English (the message ids) for a language we do not have.

    The compiled `.mo` is taken when it is at least as new as the `.po`, otherwise the `.po` itself is read.
    """
    source = LOCALE / lang / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    if not source.exists():
        return gettext.NullTranslations()
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        messages = read_po(file, locale=lang)
    made = BytesIO()
    write_mo(made, messages)
    made.seek(0)
    return gettext.GNUTranslations(made)


def say(text: str, lang: str) -> str:
    """A sentence of this portal in `lang`."""
    return catalogue(lang).gettext(text) if text else ""
