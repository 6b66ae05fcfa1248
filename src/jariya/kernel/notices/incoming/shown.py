"""What a person's pages say of mail: letters they wrote and what became of them, and since when ours come back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices import reach
from jariya.kernel.notices.incoming.models import IncomingMail
from jariya.kernel.notices.incoming.states import KEPT, State
from jariya.kernel.notices.models import Preference
from jariya.kernel.people.models import Person

MOST = 10
WORDS: dict[str, Any] = {
    State.RECEIVED: _("being read"),
    State.TAKEN: _("taken into the case"),
    State.KEPT: _("kept, did nothing"),
    State.IGNORED: _("passed over: no person wrote it"),
}


@dataclass(frozen=True)
class Line:
    """A letter that came for one of the person's cases. `what_to_do` is empty where nothing is to be done."""

    case: Case
    at: dt.datetime
    words: Any
    what_to_do: Any


def letters(person: Person) -> list[Line]:
    """The newest letters to a person's reply addresses. One query."""
    rows = IncomingMail.objects.filter(address__person=person).select_related("address__case")
    return [
        Line(
            row.address.case,
            row.received_at,
            WORDS[row.state],
            KEPT.get(row.reason, KEPT["no_handler"]).remedy if row.state == State.KEPT else "",
        )
        for row in rows.order_by("-received_at")[:MOST]
    ]


def comes_back_since(person: Person) -> dt.datetime | None:
    """Since when letters to the person's address come back; None while they arrive. One query."""
    refused_at = Preference.objects.filter(person=person).values_list("mail_refused_at", flat=True).first()
    if refused_at is None or not person.email or reach.by_mail(person, refused_at):
        return None
    return refused_at
