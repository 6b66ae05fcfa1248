"""Message catalogues read without Django: what a tool says before anything is installed, compiled or connected.

Inside the web application the same `django.po` serves the templates; here it is read directly, so that a command line
starts in a fraction of a second.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path


@cache
def catalogue(locale: Path, lang: str) -> gettext.NullTranslations:
    """The translations of the folder `locale` for `lang`; English (the message ids) for a language it does not have.

    The compiled `.mo` is taken when it is at least as new as the `.po`, otherwise the `.po` itself is read.
    """
    source = locale / lang / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    if not source.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        messages = read_po(file, locale=lang)
    made = io.BytesIO()
    write_mo(made, messages)
    made.seek(0)
    return gettext.GNUTranslations(made)


def N_(text: str) -> str:  # noqa: N802 - the name message extraction looks for
    """Mark a sentence for the catalogues and return it unchanged: tables of sentences stand where nobody translates."""
    return text


def say(locale: Path, text: str, lang: str) -> str:
    """A sentence out of the folder `locale` in `lang`; nothing stays nothing."""
    return catalogue(locale, lang).gettext(text) if text else ""
