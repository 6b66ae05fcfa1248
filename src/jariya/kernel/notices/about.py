"""Why a person is told, and by which channel unless they chose otherwise. Pure: a table and the reading of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

MAIL, SMS, PUSH = "mail", "sms", "push"
CHANNELS = (MAIL, SMS, PUSH)
"""What leaves the house. The inbox on the site is not a choice: it is written in the transaction of the event."""


@dataclass(frozen=True)
class About:
    """One reason to be told. `mail` is the default (of web push too); `sms` says whether that channel exists for it."""

    code: str
    title: Any
    reason: Any
    mail: bool
    sms: bool = False


OWN = About("own", _("My own cases"), _("You get this because it is your case."), mail=True, sms=True)
SIGNED = About(
    "signed",
    _("Letters that I signed with others"),
    _("You get this because your name stands under the letter."),
    mail=True,
    sms=True,
)
ASSIGNED = About(
    "assigned", _("Cases that I prepare"), _("You get this because the case is assigned to you."), mail=True
)
SUPERVISION = About(
    "supervision", _("What a supervisor must see"), _("You get this because you are a supervisor."), mail=False
)
ARRIVED = About(
    "arrived",
    _("Cases of my body that nobody prepares yet"),
    _("You get this because you are an officer of the body."),
    mail=False,
)
FOLLOWED = About("followed", _("What I follow"), _("You get this because you follow it."), mail=True)

COMMENT = About("comment", _("My comments"), _("You get this because it is your comment."), mail=True)

SEMINAR = About(
    "seminar", _("Seminars I registered for"), _("You get this because you registered for the seminar."), mail=True
)

ABOUTS = {row.code: row for row in (OWN, SIGNED, COMMENT, SEMINAR, ASSIGNED, SUPERVISION, ARRIVED, FOLLOWED)}
"""In the order in which one reason wins over another when a person has several."""
OF_CITIZENS = (OWN, SIGNED, COMMENT, SEMINAR, FOLLOWED)
"""Those that people without an office have."""
_TOLD: dict[str, About] = {}


def told(event_kind: str, why: About) -> None:
    """Say why a person whom an event of this kind names alone is told; `project/wiring.py` lists them."""
    _TOLD[event_kind] = why


def why_told(event_kind: str) -> About:
    """Why a person whom an event names alone is told: their comment, unless a portal said otherwise."""
    return _TOLD.get(event_kind, COMMENT)


def choice(about: str, channel: str) -> str:
    """Key under which a person's own choice is kept: `own:mail`."""
    return f"{about}:{channel}"


def wants(about: str, channel: str, chosen: Mapping[str, bool], *, has_mail: bool) -> bool:
    """Whether a person is told by a channel.

    Args:
        about: why they are told, a key of `ABOUTS`.
        channel: `mail`, `sms` or `push` (only asked for who has a browser that wants it).
        chosen: the person's own choices, `{"own:mail": False}`; what is absent follows the table.
        has_mail: whether a confirmed e-mail address is there; without one the telephone is told what matters.
    """
    row = ABOUTS[about]
    if channel == SMS and not row.sms:
        return False
    default = not has_mail if channel == SMS else row.mail
    return chosen.get(choice(about, channel), default)
