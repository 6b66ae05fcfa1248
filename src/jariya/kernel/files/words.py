"""How large a file is, in the reader's language."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

KB, MB = 1000, 1000 * 1000


def weight(size: int) -> str:
    """`345 KB`, `1.2 MB`: decimal units, as the reader's own computer counts them."""
    if size < MB:
        return _("%(size)s KB") % {"size": max(1, round(size / KB))}
    text = f"{size / MB:.1f}" if size < 100 * MB else str(round(size / MB))
    if translation.get_language() != "en":
        text = text.replace(".", ",")
    return _("%(size)s MB") % {"size": text}
