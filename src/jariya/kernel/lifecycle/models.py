"""Cases, obligations and append-only events.

A foreign key whose column leads another index, or by which nobody reads, has no index of its own: at five million
rows each costs a tenth of the writing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.lifecycle.table import shared_events
from jariya.kernel.people.models import Person

LANGUAGES = ("kk", "ru", "en")


class Visibility(models.TextChoices):
    """The publication track of a case."""

    PARTIES = "parties"
    PUBLIC = "public"


class CaseQuerySet(models.QuerySet["Case"]):
    """Named reads of cases."""

    def public(self) -> CaseQuerySet:
        """Cases anyone may see."""
        return self.filter(visibility=Visibility.PUBLIC, sealed=False)

    def open(self) -> CaseQuerySet:
        """Cases that still move."""
        return self.filter(closed_on__isnull=True)


class Case(models.Model):
    """Any matter between a citizen and the state. A portal's own row hangs on it one to one."""

    public_id = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=32)
    state = models.CharField(max_length=32)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="cases", db_index=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="cases", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    language = models.CharField(max_length=2)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PARTIES)
    sealed = models.BooleanField(default=False)
    suspended_since = models.DateField(null=True)
    assignee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="assigned_cases")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="case_language")]
        indexes = [
            models.Index(fields=["body", "kind", "-id"], name="case_body"),
            models.Index(fields=["person", "-id"], name="case_person"),
            # What still moves is one case in forty: the jobs that look for it read no closed one.
            models.Index(fields=["kind", "state", "id"], name="case_open", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["kind", "-id"], name="case_public", condition=Q(visibility="public", sealed=False)),
            models.Index(
                fields=["body", "-id"], name="case_body_public", condition=Q(visibility="public", sealed=False)
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def invented(self) -> bool:
        """Whether the case hangs on an invented body and must say so at every exit."""
        return bool(self.body.invented)


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Named reads of obligations. Overdue is computed here and stored nowhere."""

    def running(self) -> ObligationQuerySet:
        """Neither met nor cancelled."""
        return self.filter(met_on__isnull=True, cancelled_on__isnull=True)

    def of_bodies(self) -> ObligationQuerySet:
        """Duties of bodies, which punctuality counts; rights of persons with an end are left out."""
        return self.filter(duty_of="body")

    def late(self, today: dt.date) -> ObligationQuerySet:
        """Running past the due day, as of `today`."""
        return self.running().filter(due_on__lt=today)

    def due_between(self, first: dt.date, last: dt.date) -> ObligationQuerySet:
        """Running and due within the days given, both included."""
        return self.running().filter(due_on__range=(first, last))


class Obligation(models.Model):
    """Who owes what by when, and by which norm. One table for all portals."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="obligations")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="obligations", db_index=False)
    assignee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=32)
    duty_of = models.CharField(max_length=12, default="body")
    public = models.BooleanField(default=True)
    norm_key = models.CharField(max_length=80)
    norm_valid_from = models.DateField(null=True)
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    started_on = models.DateField()
    due_on = models.DateField()
    extended_to = models.DateField(null=True)
    edition = models.PositiveIntegerField()
    met_at = models.DateTimeField(null=True)
    met_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    overdue_told_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ObligationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("started_on")), name="obligation_due_after_start"),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(cancelled_on__isnull=True), name="obligation_met_or_cancelled"
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "body"],
                condition=Q(met_on__isnull=True, cancelled_on__isnull=True),
                name="obligation_runs_once",
            ),
        ]
        indexes = [
            # What the desk filters by stands in its index: without that, its counts walked what nobody has taken, or
            # what runs, of all bodies.
            models.Index(
                fields=["body", "due_on", "id"],
                include=["kind", "duty_of", "assignee"],
                name="obligation_at_desk",
                condition=Q(met_on__isnull=True, cancelled_on__isnull=True),
            ),
            models.Index(
                fields=["assignee", "due_on", "id"],
                name="obligation_assigned",
                condition=Q(met_on__isnull=True, cancelled_on__isnull=True, assignee__isnull=False),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="obligation_untold",
                condition=Q(met_on__isnull=True, cancelled_on__isnull=True, overdue_told_at__isnull=True),
            ),
            # Complaints of all bodies, for the supervisor: a handful among a million running duties.
            models.Index(
                fields=["due_on", "id"],
                name="obligation_supervised",
                condition=Q(met_on__isnull=True, cancelled_on__isnull=True, duty_of="supervisor"),
            ),
            # What the state owes on a day, for the front page: an index-only scan of what runs, never of what is done.
            models.Index(
                fields=["due_on", "id"],
                include=["body"],
                name="obligation_owed",
                condition=Q(met_on__isnull=True, cancelled_on__isnull=True, duty_of="body", public=True),
            ),
            # Punctuality of a body over a period, and the rows behind it.
            models.Index(
                fields=["body", "kind", "started_on", "id"],
                include=["case", "due_on", "met_on", "cancelled_on", "extended_to"],
                name="obligation_by_body",
                condition=Q(duty_of="body"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"

    def days_late(self, today: dt.date) -> int:
        """Calendar days past the due day: when it was met, or as of `today` while it runs; 0 when in time."""
        if self.cancelled_on:
            return 0
        return max(0, ((self.met_on or today) - self.due_on).days)


class DueChange(models.Model):
    """A due day that moved: by an extension or by an edition of the calendar. Rows are only added."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="changes")
    old = models.DateField()
    new = models.DateField()
    cause = models.CharField(max_length=16)
    edition = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "edition"], condition=Q(cause="calendar"), name="due_change_once_per_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old} -> {self.new}"


class EventQuerySet(models.QuerySet["Event"]):
    """Named reads of events."""

    def timeline(self, case_id: int, *, public_only: bool) -> EventQuerySet:
        """Events of a case in order; only the public ones for those who are no party."""
        rows = self.filter(case_id=case_id).exclude(kind__in=shared_events()).order_by("id")
        return rows.filter(public=True) if public_only else rows


COUNTED = ("forwarded", "returned", "complained", "complaint_upheld")
"""Kinds of events that are figures of a body."""


class Event(models.Model):
    """What happened, in codes. The database refuses UPDATE, DELETE and TRUNCATE (migration 0002).

    Codes, ids, days and a salted digest; never words that a person wrote, names or file names.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    on = models.DateField()
    role = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    codes = models.JSONField(default=dict)
    digest = models.BinaryField(null=True)
    public = models.BooleanField(default=True)
    topics = ArrayField(models.CharField(max_length=64), default=list)

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="event_case"),
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["body", "-id"], name="event_body"),
            # What the yearly figures of a body count: a few in a hundred of its events.
            models.Index(fields=["body", "on", "case"], name="event_counted", condition=Q(kind__in=COUNTED)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Act(models.Model):
    """An act already done under an idempotency key: the same key of the same person is never done twice."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    key = models.CharField(max_length=80)
    verb = models.CharField(max_length=32)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="act_done_once", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"{self.verb} {self.case_id}"


class Recomputation(models.Model):
    """How far the recomputation of due days for a calendar edition has come; resumed after any stop."""

    edition = models.PositiveIntegerField(unique=True)
    cursor = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    moved = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"edition {self.edition}: {self.moved} moved"


def has_running(kind: str) -> Exists:
    """A condition on cases: a term of this kind runs."""
    return Exists(
        Obligation.objects.filter(case=OuterRef("pk"), kind=kind, met_on__isnull=True, cancelled_on__isnull=True)
    )
