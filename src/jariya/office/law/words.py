"""Codes of the law floor in words for the officials who edit it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STANDINGS = {
    "confirmed": _("confirmed in the text of the act"),
    "secondary": _("from a secondary source, not confirmed"),
    "assumed": _("assumed, not confirmed"),
    "house": _("a rule of this platform, not of the law"),
}

STATUSES = {
    "proposed": _("waits for a second person"),
    "approved": _("approved"),
    "refused": _("not approved"),
    "withdrawn": _("withdrawn by its author"),
}
STATUS_TONES = {"proposed": "gold", "approved": "good", "refused": "bad", "withdrawn": "neutral"}

SUBJECTS = {"norms": _("Norms"), "calendar": _("Calendar of working days")}

FIELDS = {
    "value": _("Value"),
    "unit": _("Unit"),
    "act": _("Act"),
    "article": _("Article"),
    "standing": _("Standing"),
    "valid_from": _("First day in force"),
    "valid_to": _("Last day in force"),
    "direction": _("Direction of counting"),
    "title": _("Title"),
    "text": _("Text"),
    "items": _("List"),
    "note": _("Note"),
}

OPERATIONS = {
    "swap": (
        _("Swap two days"),
        _("A working day becomes a day off, and a weekend day is worked instead, by an act of the Government."),
    ),
    "holiday": (_("Enter a holiday"), _("A day off with a name, fixed or estimated.")),
    "move": (_("Fix or move a holiday"), _("A holiday whose day was an estimate, or that falls on another day.")),
    "moved": (
        _("Move a day off"),
        _("A holiday falls on a weekend, and the next working day is off instead."),
    ),
    "plain": (_("Take a mark away"), _("The day is again what its weekday says. A swap loses both its days.")),
    "extend": (_("Add years"), _("The calendar ends later: terms that end beyond it can be counted.")),
}
