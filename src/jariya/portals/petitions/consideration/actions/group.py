"""The working group: the body names its members and invites the petitioner, who answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.kernel.status import WrongMove
from jariya.portals.petitions.consideration.actions.acting import act, gone
from jariya.portals.petitions.consideration.models import Member
from jariya.portals.petitions.consideration.models.group import Part
from jariya.portals.petitions.consideration.states import MEMBERSHIP, after


@dataclass(frozen=True)
class Seat:
    """A member besides the petitioner: an official by post, others by the place they take."""

    part: str
    post_id: int | None = None
    seat_kk: str = ""
    seat_ru: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is said who it is, in both languages."""
        return self.post_id is not None or bool(self.seat_kk.strip() and self.seat_ru.strip())


def form_group(*, case: Case, seats: Sequence[Seat], by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Name the members of the working group and invite the petitioner. Named anew, the former members are replaced.

    Raises:
        Refused: petition.group_empty, petition.seat_unnamed.
    """

    def rows(locked: Case, _event: Event) -> None:
        former = Member.objects.filter(case=locked).exclude(status="replaced")
        invited = former.filter(part=Part.PETITIONER).exists()
        for row in former.exclude(part=Part.PETITIONER):
            row.status = after(MEMBERSHIP, "replace", row.status)
            row.save(update_fields=["status"])
        number = Member.objects.filter(case=locked).aggregate(last=Max("number"))["last"] or 0
        made = []
        if not invited and locked.person_id is not None:
            made.append(Member(part=Part.PETITIONER, person_id=locked.person_id, status=after(MEMBERSHIP, "invite")))
        made += [
            Member(
                part=seat.part,
                post_id=seat.post_id,
                seat_kk=seat.seat_kk.strip(),
                seat_ru=seat.seat_ru.strip(),
                status=after(MEMBERSHIP, "name"),
            )
            for seat in seats
        ]
        for place, member in enumerate(made, start=number + 1):
            member.case, member.number, member.at = locked, place, now
        Member.objects.bulk_create(made)

    facts = {"members": len(seats), "seats_whole": all(seat.whole for seat in seats)}
    return act(case, "form_group", by=by, now=now, facts=facts, codes={"members": len(seats)}, rows=rows, **options)


def answer_invitation(*, case: Case, accept: bool, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The petitioner takes part in the working group, or does not."""
    verb = "accept" if accept else "decline"
    member = Member.objects.filter(case=case, part=Part.PETITIONER, person=by).first()

    def rows(_locked: Case, _event: Event) -> None:
        row = Member.objects.select_for_update(of=("self",)).filter(case=case, part=Part.PETITIONER, person=by).first()
        if row is None:
            raise gone()
        try:
            row.status = after(MEMBERSHIP, verb, row.status)
        except WrongMove:
            raise gone() from None
        row.answered_at = now
        row.save(update_fields=["status", "answered_at"])

    name = "accept_invitation" if accept else "decline_invitation"
    return act(case, name, by=by, now=now, facts={"invited": member is not None}, rows=rows, **options)
