"""A request's own row, the decisions on its points, and what a person has not sent yet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.correspondence.models import Wording
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession
from jariya.portals.requests.decisions import OUTCOMES


class Kind(models.TextChoices):
    """Ordinary (norms `ati.*`) or of an editorial office (norms `media.*`)."""

    ORDINARY = "ordinary"
    MEDIA = "media"


class Track(models.TextChoices):
    """The publication track: never, after the copy was checked, or that and not before a day."""

    CLOSED = "closed"
    OPEN = "open"
    EMBARGO = "embargo"


class LinkState(models.TextChoices):
    """What the check of an address found. `unsafe`: an address we do not call (not public, not http)."""

    NONE = "none"
    WAITING = "waiting"
    WORKS = "works"
    BROKEN = "broken"
    UNSAFE = "unsafe"


class Batch(models.Model):
    """One text sent to many bodies: a case for each, a page over all of them. It is no case and moves nowhere."""

    public_id = models.CharField(max_length=24, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="batch_sent_once")]

    def __str__(self) -> str:
        return self.public_id


class Information(models.Model):
    """The same information asked of a body in several requests. From some number of them it has to be published."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, null=True)
    """Of the folded words of the first request: who asks in the same words joins by itself."""
    count = models.PositiveIntegerField(default=0)
    link = models.URLField(max_length=1000, blank=True)
    published_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "digest"], name="information_once")]

    def __str__(self) -> str:
        return f"information {self.pk}"


class RequestQuerySet(models.QuerySet["Request"]):
    """Named reads of requests."""

    def visible_to(self, person: Person | None) -> RequestQuerySet:
        """What this reader may see: public cases, and one's own."""
        public = Q(case__visibility="public", case__sealed=False)
        return self.filter(public | Q(case__person=person)) if person is not None else self.filter(public)


class Request(models.Model):
    """A request for information to a body that holds it.

    What the public list filters by is copied here when the answer is published: the index that sorts serves the filter.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="request")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ORDINARY)
    office = models.CharField(max_length=40, blank=True)
    """Code of the editorial office in its public register, for `kind` media."""
    subject = models.CharField(max_length=24, default="other")
    track = models.CharField(max_length=8, choices=Track.choices, default=Track.CLOSED)
    embargo_until = models.DateField(null=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="requests")
    information = models.ForeignKey(Information, on_delete=models.PROTECT, null=True, related_name="requests")
    outcome = models.CharField(max_length=16, blank=True)
    """The last signed decision; empty before the first."""
    decided_on = models.DateField(null=True)
    rounds = models.PositiveSmallIntegerField(default=0)
    """How many answers were signed: one, or more after a complaint."""
    grounds = ArrayField(models.CharField(max_length=24), default=list)
    title = models.CharField(max_length=200, blank=True)
    """Public title; empty until the public copy has been checked."""
    published_on = models.DateField(null=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects: ClassVar[Any] = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["", *OUTCOMES]), name="request_outcome"),
            models.CheckConstraint(
                condition=Q(track="embargo", embargo_until__isnull=False)
                | (~Q(track="embargo") & Q(embargo_until__isnull=True)),
                name="request_embargo_has_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_on", "-case"], name="request_published", condition=Q(published_on__isnull=False)
            ),
            models.Index(
                fields=["body", "-published_on", "-case"],
                name="request_published_body",
                condition=Q(published_on__isnull=False),
            ),
            models.Index(
                fields=["region", "-published_on", "-case"],
                name="request_published_region",
                condition=Q(published_on__isnull=False, region__isnull=False),
            ),
            models.Index(
                fields=["subject", "-published_on", "-case"],
                name="request_published_subject",
                condition=Q(published_on__isnull=False),
            ),
            models.Index(
                fields=["outcome", "-published_on", "-case"],
                name="request_published_outcome",
                condition=Q(published_on__isnull=False),
            ),
            GinIndex(
                fields=["grounds"],
                name="request_grounds",
                condition=Q(published_on__isnull=False) & ~Q(grounds=[]),
            ),
            models.Index(fields=["embargo_until"], name="request_embargo", condition=Q(track="embargo")),
            models.Index(fields=["office", "-case"], name="request_office", condition=~Q(office="")),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class Decision(models.Model):
    """The decision on one point, for each answer anew: a decision that fell stays readable beside the one after it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=16, choices=[(code, code) for code in OUTCOMES])
    ground = models.CharField(max_length=24, blank=True)
    severed = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    harm = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    whole = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    other_way = models.BooleanField(default=False)
    link = models.CharField(max_length=1000, blank=True)
    link_state = models.CharField(max_length=8, choices=LinkState.choices, default=LinkState.NONE)
    link_checked_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round", "number"], name="decision_once")]
        indexes = [
            models.Index(fields=["link_checked_at", "id"], name="decision_links", condition=~Q(link="")),
        ]
        ordering: ClassVar[list[str]] = ["round", "number"]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.number}: {self.outcome}"


class Court(models.Model):
    """What a person notes of going to court: of the case's parties alone, the event shows that it happened."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="court")
    note = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    on = models.DateField()

    def __str__(self) -> str:
        return f"court {self.case_id}"


class Text(models.Model):
    """What is written and not sent: the same columns while it is a draft and while it waits for its signature."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    more_bodies = ArrayField(models.CharField(max_length=80), default=list)
    """Slugs of further bodies that get the same text."""
    key = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    points = models.JSONField(default=list)
    subject = models.CharField(max_length=24, default="other")
    media = models.BooleanField(default=False)
    track = models.CharField(max_length=8, choices=Track.choices, default=Track.OPEN)
    embargo_until = models.DateField(null=True)
    files = ArrayField(models.CharField(max_length=32), default=list)
    """Words of the uploads that go with the letter."""

    class Meta:
        abstract = True


class Draft(Text):
    """A request not yet sent. It is no case: nothing runs, nobody but its writer sees it, and sending removes it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="request_drafts")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "body"], name="request_draft_one_per_body"),
            models.UniqueConstraint(fields=["key"], name="request_draft_key"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class SignedDraft(Text):
    """A request as it went to be signed; what is registered is what was signed. It goes with the registration."""

    session = models.OneToOneField(SigningSession, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"signed draft {self.pk}"
