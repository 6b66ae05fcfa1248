"""What may be unknown about a body or a territory, in words for people: the entries of `source_needed`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

LACKING: dict[str, Any] = {
    "bin": _("business identification number (BIN)"),
    "address": _("postal address"),
    "head": _("name of the head"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "site": _("website"),
    "valid_from": _("day it began"),
    "valid_to": _("day it ended"),
    "name": _("full name"),
    "name_kk": _("name in Kazakh"),
    "name_ru": _("name in Russian"),
    "name_en": _("name in English"),
    "official_name": _("official form of the name"),
    "existence": _("confirmation that this body exists"),
    "region": _("territory it belongs to"),
    "predecessor": _("body it took over from"),
    "successor": _("body that took over"),
    "act": _("act"),
    "article": _("article of the act"),
    "day": _("day"),
}


def lacking(word: str) -> str:
    """An entry of `source_needed` in the active language; an entry of another jurisdiction's files as it is."""
    return str(LACKING.get(word, word))
