"""Proving that one speaks for an organisation: its certificate signs a short statement, once for a term."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.models import Organisation
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.models import Person
from jariya.kernel.signing import acts
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.identity import linking
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.policy import ORGANISATION
from jariya.kernel.signing.step import Matter

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

ACT = "discussion.organisation"
TITLE_KK = "Талқылауда ұйым атынан сөйлеу"
TITLE_RU = "Говорить в обсуждениях от имени организации"


def connect() -> None:
    """Make the act known to `signing`; called once by `project/wiring.py`."""
    acts.register(ACT, ORGANISATION, proven, title=_("Prove that you speak for an organisation"))


def begin(*, person: Person, back: str, language: str, now: dt.datetime) -> SigningSession:
    """Open the signing session; when it has passed, the organisation of the certificate is kept."""
    from jariya.kernel.signing import actions as signing

    matter = Matter(id="organisation", rev=1, title_kk=TITLE_KK, title_ru=TITLE_RU)
    return signing.open_session(person=person, act=ACT, matter=matter, back=back, language=language, now=now)


def proven(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature has passed: keep name and business number of the certificate's organisation for the term.

    Raises:
        Rejected: the certificate names no organisation, or belongs to another person.
    """
    person, signer = session.person, verdict.signer
    if person is None or signer is None or not signer.bin or not signer.organisation:
        raise Rejected("authority.no_organisation")
    if linking.linked(person) is None or not linking.belongs(person, linking.iin_of(signer), now=now):
        raise Rejected("signer.other")
    row = keep(person=person, name=signer.organisation, bin_=signer.bin, now=now)
    return {"organisation": row.pk}


def keep(*, person: Person, name: str, bin_: str, now: dt.datetime) -> Organisation:
    """Note a proof: a new row each time, valid for the norm's term."""
    law, day = law_now(), legal_day(now)
    until = law.norms.at(day)["discussion.organisation"].ends(day, law.calendar).day
    return Organisation.objects.create(
        person=person, name=name[:300], bin=bin_, since=day, until=until, invented=person.invented, at=now
    )


def of(person: Person, day: dt.date) -> list[Organisation]:
    """For whom a person may speak on a day: the newest proof of each organisation."""
    rows = Organisation.objects.filter(person=person, since__lte=day, until__gte=day)
    return list(rows.order_by("bin", "-until", "-id").distinct("bin"))
