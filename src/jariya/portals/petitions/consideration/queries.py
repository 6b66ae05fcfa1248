"""What pages, API and desk read of a consideration. The caller has asked whether the petition may be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.files import queries as files
from jariya.kernel.files.queries import FileView
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.people.models import Person
from jariya.portals.petitions.consideration.actions.hearing import MINUTES
from jariya.portals.petitions.consideration.actions.promising import EVIDENCE
from jariya.portals.petitions.consideration.models import Decision, Hearing, Member, Promise
from jariya.portals.petitions.consideration.outcome import Kept
from jariya.portals.petitions.states import KIND

SIGNED = "signed"
FIGURES = ("promised", "kept_in_time", "kept_late", "late", "running", "given_up")


@dataclass(frozen=True)
class PromiseView:
    """A promise with its lateness as of the day of reading, and its evidence."""

    promise: Promise
    days_late: int
    files: list[FileView] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """How the page colours it."""
        return {"kept": "good", "given_up": "bad"}.get(self.promise.status, "bad" if self.days_late else "sky")


@dataclass(frozen=True)
class Room:
    """Everything a consideration holds that this reader may see."""

    members: list[Member]
    hearings: list[Hearing]
    decisions: list[Decision]
    """What was published, the newest first."""
    drafted: Decision | None
    """What nobody outside the body has read; None for everyone else."""
    promises: list[PromiseView]
    minutes: list[FileView]

    @property
    def public(self) -> Decision | None:
        """The decision, or else the draft that stands for comments."""
        return next(iter(self.decisions), None)

    @property
    def signed(self) -> Decision | None:
        """The decision of the head."""
        return next((row for row in self.decisions if row.status == SIGNED), None)

    @property
    def late(self) -> int:
        """How many promises are past their day and not kept."""
        return sum(bool(row.days_late) and row.promise.status == "promised" for row in self.promises)

    @property
    def empty(self) -> bool:
        """Whether nothing of it has begun."""
        return not (self.members or self.hearings or self.decisions or self.drafted)


def room(case: Case, *, today: dt.date, reader: Person | None = None, official: bool = False) -> Room:
    """The consideration of a petition. Eight queries at most, whatever it holds.

    Args:
        reader: whose copies of files are listed; None: the public ones.
        official: the caller has proved that the reader works for the body: the unpublished draft as well.
    """
    rows = (
        Decision.objects.filter(case=case).select_related("signer_post").prefetch_related("points").order_by("-version")
    )
    found = list(rows if official else rows.shown())
    promises = list(
        Promise.objects.filter(case=case, decision__in=[row.pk for row in found])
        .select_related("post", "decision")
        .prefetch_related("changes")
        .order_by("number")
    )
    binding = [row for row in promises if row.status != "planned"]
    attached = files.of(case, reader) if binding or found else []
    by_role: dict[str, list[FileView]] = {}
    for one in attached:
        by_role.setdefault(one.attachment.role, []).append(one)
    for row in found:
        row.planned = [one for one in promises if one.decision_id == row.pk]  # type: ignore[attr-defined]
    return Room(
        members=list(
            Member.objects.filter(case=case).exclude(status="replaced").select_related("post").order_by("number")
        ),
        hearings=list(Hearing.objects.filter(case=case).order_by("number")),
        decisions=[row for row in found if row.status != "drafted"],
        drafted=next((row for row in found if row.status == "drafted"), None),
        promises=[
            PromiseView(row, row.days_late(today), by_role.get(f"{EVIDENCE}-{row.number}", [])) for row in binding
        ],
        minutes=by_role.get(MINUTES, []),
    )


def kept_by(bodies: Iterable[int], *, today: dt.date) -> dict[int, Kept]:
    """Figures of promises by body; a body without promises has zeros. One query.

    The sentences of `outcome.counted` say the same of rows; a test holds the two together.
    """
    wanted = list(bodies)
    rows: Any = (
        Promise.objects.filter(body__in=wanted, decision__status=SIGNED, case__visibility="public", case__sealed=False)
        .order_by()
        .values("body")
        .annotate(
            promised=Count("pk"),
            kept_in_time=Count("pk", filter=Q(status="kept", kept_on__lte=F("due_on"))),
            kept_late=Count("pk", filter=Q(status="kept", kept_on__gt=F("due_on"))),
            late=Count("pk", filter=Q(status="promised", due_on__lt=today)),
            running=Count("pk", filter=Q(status="promised", due_on__gte=today)),
            given_up=Count("pk", filter=Q(status="given_up")),
        )
    )
    found = {row["body"]: Kept(**{name: row[name] for name in FIGURES}) for row in rows}
    return {body: found.get(body, Kept()) for body in wanted}


@dataclass(frozen=True)
class Considered:
    """Petitions that reached a body, by what became of the term of the decision. Each is in exactly one of the four."""

    in_time: int = 0
    late: int = 0
    overdue: int = 0
    running: int = 0

    @property
    def petitions(self) -> int:
        """How many in all."""
        return self.in_time + self.late + self.overdue + self.running


def considered_by(bodies: Iterable[int], *, today: dt.date) -> dict[int, Considered]:
    """How bodies kept the term of the decision on public petitions. One query."""
    wanted = list(bodies)
    open_ = Q(met_on=None, cancelled_on=None)
    rows: Any = (
        Obligation.objects.filter(body__in=wanted, kind="consideration", cancelled_on=None)
        .filter(case__kind=KIND, case__visibility="public", case__sealed=False)
        .order_by()
        .values("body")
        .annotate(
            in_time=Count("pk", filter=Q(met_on__lte=F("due_on"))),
            late=Count("pk", filter=Q(met_on__gt=F("due_on"))),
            overdue=Count("pk", filter=open_ & Q(due_on__lt=today)),
            running=Count("pk", filter=open_ & Q(due_on__gte=today)),
        )
    )
    names = ("in_time", "late", "overdue", "running")
    found = {row["body"]: Considered(**{name: row[name] for name in names}) for row in rows}
    return {body: found.get(body, Considered()) for body in wanted}


def bodies_with_petitions(limit: int = 200) -> list[int]:
    """Bodies that a public petition with its signatures has reached. One query."""
    rows = Obligation.objects.filter(kind="consideration", case__kind=KIND)
    rows = rows.filter(case__visibility="public", case__sealed=False)
    return list(rows.order_by("body").values_list("body", flat=True).distinct()[:limit])


def bodies_with_promises(limit: int = 200) -> list[int]:
    """Bodies that have promised something in a public decision. One query."""
    rows = Promise.objects.filter(decision__status=SIGNED, case__visibility="public", case__sealed=False)
    return list(rows.order_by("body").values_list("body", flat=True).distinct()[:limit])


def late_promises(
    *, today: dt.date, body: Body | None = None, after: int = 0, limit: int = 20
) -> tuple[list[Promise], int | None]:
    """Promises past their day and not kept, the latest first, of public petitions; keyset by row. One query."""
    rows = Promise.objects.filter(status="promised", due_on__lt=today, case__visibility="public", case__sealed=False)
    rows = rows.filter(body=body) if body is not None else rows
    if after and (last := Promise.objects.filter(pk=after).values_list("due_on", "pk").first()):
        rows = rows.filter(Q(due_on__gt=last[0]) | Q(due_on=last[0], pk__gt=last[1]))
    found = list(
        rows.select_related("case__body", "case__petition", "post", "body").order_by("due_on", "pk")[: limit + 1]
    )
    return found[:limit], found[limit - 1].pk if len(found) > limit else None


def due_promises(bodies: Iterable[int], *, limit: int = 50) -> list[Promise]:
    """Running promises of these bodies by day: for the desk. One query."""
    rows = Promise.objects.filter(status="promised", body__in=list(bodies))
    return list(rows.select_related("case__petition", "post").order_by("due_on", "pk")[:limit])


def invitation(case: Case, person: Person) -> Member | None:
    """The petitioner's own place in the working group."""
    return Member.objects.filter(case=case, person=person).exclude(status="replaced").first()
