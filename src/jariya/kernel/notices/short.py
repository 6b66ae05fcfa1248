"""What matters so much that a person with only a telephone must hear it: one SMS each, without personal data.

One message holds 70 characters as soon as a letter is Cyrillic, so the words are counted: a test fills in the longest
values in all three languages. `%(number)s` is the public id of the case, `%(due)s` and `%(until)s` are short dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Short:
    """An event that matters. `title`: a word for the subject of a mail; `text`: the SMS."""

    title: Any
    text: Any


LETTERS: dict[str, Short] = {
    "registered": Short(_("registered"), _("%(number)s registered. Answer due %(due)s")),
    "part_received": Short(_("part registered"), _("%(number)s: part registered, answer due %(due)s")),
    "forwarded": Short(_("forwarded"), _("%(number)s is with another body, answer due %(due)s")),
    "part_forwarded": Short(_("forwarded in part"), _("%(number)s: a part went to another body")),
    "extended": Short(_("term extended"), _("%(number)s: term extended, now %(due)s")),
    "answered": Short(_("answered"), _("%(number)s is answered. Read it on the site")),
    "published": Short(_("answer published"), _("%(number)s: answer published. Rate it by %(until)s")),
    "overdue": Short(_("answer overdue"), _("%(number)s: the answer is late. You may complain")),
    "complaint_upheld": Short(_("complaint upheld"), _("%(number)s: complaint upheld, new answer due %(due)s")),
    "complaint_dismissed": Short(_("complaint dismissed"), _("%(number)s: complaint dismissed. Reasons on the site")),
}
"""Events that letters of all portals share (`correspondence`)."""

_BY_KIND: dict[str, Mapping[str, Short]] = {}


def register(kind: str, words: Mapping[str, Short]) -> None:
    """Give a kind of case its own events that matter, in place of `LETTERS`."""
    _BY_KIND[kind] = words


def _of(kind: str, event: str) -> Short | None:
    return _BY_KIND.get(kind, LETTERS).get(event)


def matters(kind: str, event: str) -> bool:
    """Whether the event is told by SMS."""
    return _of(kind, event) is not None


def title(kind: str, event: str) -> str:
    """A word for the subject of a mail, in the active language; empty for events that have none."""
    row = _of(kind, event)
    return str(row.title) if row else ""


def day(value: dt.date) -> str:
    """A day as all three languages write it in digits: 13.04.2026."""
    return f"{value:%d.%m.%Y}"


def text(
    kind: str, event: str, *, number: str, due: dt.date | None, until: dt.date | None, language: str, invented: bool
) -> str:
    """The SMS of an event, at most 70 characters.

    Args:
        number: public id of the case.
        due: day by which the body answers; until: last day of the person's own right (to rate).
        invented: the installation shows an invented nation, and the message says so.
    """
    words = {"number": number}
    words |= {"due": day(due)} if due else {}
    words |= {"until": day(until)} if until else {}
    with translation.override(language):
        row = _of(kind, event)
        try:
            said = str(row.text) % words if row else ""
        except KeyError:  # the term has ended since: say what remains true
            said = ""
        said = said or gettext("%(number)s: there is news. Read it on the site") % words
        name = pgettext("sms", "Jariya")
        # Translators: shorter than INVENTED DATA, there is no room in an SMS.
        mark = pgettext("sms", "DEMO ") if invented else ""
    return f"{mark}{name}: {said}"
