"""Codes of the floors below in words that a citizen reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROLES = {
    "person": _("anyone who is signed in"),
    "asker": _("the person who asked"),
    "assignee": _("the officer who prepares the answer"),
    "officer": _("an officer of the body"),
    "deputy": _("a deputy head of the body"),
    "head": _("the head of the body"),
    "delegate": _("a deputy or officer under a published order"),
    "ati_officer": _("the officer for access to information"),
    "moderator": _("a moderator"),
    "supervisor": _("a supervisor of the authorised body"),
    "registrar": _("a registrar"),
    "system": _("the platform itself"),
}

WAITS_FOR = {
    "body": _("the body"),
    "asker": _("the person who asked"),
    "supervisor": _("the supervisor"),
    "anyone": _("anyone who wants to say something"),
    "nobody": _("nobody"),
}

DUTY_OF = {
    "body": _("duty of the body"),
    "person": _("right of the person"),
    "supervisor": _("duty of the supervisor"),
}

STANDINGS = {
    "confirmed": _("confirmed in the text of the act"),
    "secondary": _("from a secondary source, not confirmed"),
    "assumed": _("assumed, not confirmed"),
    "house": _("a rule of this platform, not of the law"),
}

STANDING_TONES = {"confirmed": "good", "secondary": "gold", "assumed": "gold", "house": "sky"}

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))

MISSING = {
    "bin": _("business identification number"),
    "address": _("address"),
    "head": _("head"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "site": _("website"),
    "valid_from": _("day since when it exists"),
    "valid_to": _("last day"),
    "official_name": _("official name as in the act"),
    "existence": _("proof that it exists under this name"),
    "name_kk": _("name in Kazakh"),
    "name_ru": _("name in Russian"),
    "name_en": _("name in English"),
    "region": _("territory"),
    "parent": _("superior body"),
    "act": _("act that founded it"),
    "article": _("article of the act"),
}


def role(code: str) -> str:
    """A role of the lifecycle table in the reader's language."""
    return str(ROLES.get(code, code))


def missing(code: str) -> str:
    """A word of `source_needed` in the reader's language."""
    return str(MISSING.get(code, code))
