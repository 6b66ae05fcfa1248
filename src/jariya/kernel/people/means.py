"""Which means of sign-in suffices for which act: one table, shown at /sign-in/means/ and asked by every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.models import Level


@dataclass(frozen=True)
class Rule:
    """An act, the least level that suffices, and where the rule is from. `standing` as for norms: `house` = our own."""

    act: str
    sentence: str | Promise
    level: Level
    note: str | Promise
    standing: str = "house"
    source: str | Promise = _("rule of this platform")


RULES: tuple[Rule, ...] = (
    Rule(
        "read", _("Read everything public, search, follow by feed"), Level.NONE, _("No sign-in is asked for reading.")
    ),
    Rule(
        "ask",
        _("Ask an open question"),
        Level.EMAIL,
        _("Asked after an e-mail code, the question says “identity not proven”; after a telephone code it does not."),
    ),
    Rule(
        "petition",
        _("Write a petition"),
        Level.EMAIL,
        _("Submitting it, and signing one, takes a digital signature (EDS) besides."),
    ),
    Rule("follow", _("Follow a question, a body or a search"), Level.EMAIL, _("Messages go to the confirmed address.")),
    Rule("rate", _("Rate the answer to one's own question"), Level.EMAIL, _("Only who asked may rate.")),
    Rule("withdraw", _("Withdraw one's own question"), Level.EMAIL, _("Only who asked may withdraw.")),
    Rule(
        "survey",
        _("Answer a survey of a body"),
        Level.PHONE,
        _("Each person answers once, so more than an e-mail address has to stand behind it."),
    ),
    Rule(
        "appeal",
        _("Send an appeal with legal effect"),
        Level.EDS,
        _(
            "Not available here: appeals go through the state system for appeals, "
            "which is not connected to this installation."
        ),
    ),
    Rule(
        "office",
        _("Work for a body: register, assign, forward, answer"),
        Level.STAFF,
        _("Besides the key a role in the body is needed."),
    ),
    Rule(
        "registry",
        _("Enrol officials, edit norms and the calendar"),
        Level.STAFF,
        _("Besides the key the role of registrar or supervisor is needed."),
    ),
)
_BY_ACT = {rule.act: rule for rule in RULES}
# An official's key proves an official, not a citizen's identity; but it is stronger than any code.
_ORDER = {Level.NONE: 0, Level.EMAIL: 1, Level.PHONE: 2, Level.STATE: 3, Level.STAFF: 4, Level.EDS: 5}


def rule(act: str) -> Rule:
    """The row of an act. KeyError for an act that is not in the table."""
    return _BY_ACT[act]


def suffices(level: str, act: str) -> bool:
    """Whether a session of this level may do the act. Acts of officials need exactly the official's key."""
    least = _BY_ACT[act].level
    if least == Level.STAFF:
        return level == Level.STAFF
    return _ORDER[Level(level)] >= _ORDER[least]


def identity_proven(level: str) -> bool:
    """False when only an e-mail address stands behind the act: its page then says “identity not proven”."""
    return Level(level) not in {Level.NONE, Level.EMAIL}


def table() -> list[dict[str, Any]]:
    """The rows for a page or a machine."""
    return [
        {
            "act": r.act,
            "sentence": r.sentence,
            "level": r.level,
            "note": r.note,
            "standing": r.standing,
            "source": r.source,
        }
        for r in RULES
    ]
