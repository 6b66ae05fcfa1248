"""Letters, their points and wordings, and what bodies do with them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body, Delegation, Post
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession


class Counter(models.Model):
    """The last registration number given by a body in a year."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.year}: {self.last}"


class Letter(models.Model):
    """The registered letter of a case: what the coupon says."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="letter")
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    received_at = models.DateTimeField()
    registered_on = models.DateField()
    first_registered_on = models.DateField()
    digest = models.BinaryField(max_length=32)
    addressee = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=16, default="web")
    identity = models.CharField(max_length=16)
    signing = models.ForeignKey(SigningSession, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The session in which the letter was signed by EDS; NULL where the means of sign-in alone stands behind it."""
    hops = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The registration number as printed: year and number within the body."""
        return f"{self.year}-{self.number:05d}"


class Point(models.Model):
    """A numbered point of a letter. A point forwarded to another body lives on in a case of its own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="points", db_index=False)
    number = models.PositiveSmallIntegerField()
    moved_to = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="point_once")]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.number}"


class Part(models.TextChoices):
    """What a wording is a wording of."""

    TITLE = "title"
    POINT = "point"
    ANSWER = "answer"
    REASON = "reason"
    NOTE = "note"
    SEVERED = "severed"
    """What was taken out of an answer, by the number of its point."""
    HARM = "harm"
    """Which harm the release would do."""
    WHOLE = "whole"
    """Why no part of a point could be given."""


class Wording(models.Model):
    """A text a person wrote, in three copies: sealed original, the parties' copy, the public copy.

    Rows are versions: a new text is a new row. Erasing removes text and salt; the row and the digest stay.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="wordings", db_index=False)
    part = models.CharField(max_length=8, choices=Part.choices)
    number = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=2)
    text = models.TextField()
    public_text = models.TextField(null=True)
    salt = models.BinaryField(max_length=32, null=True)
    digest = models.BinaryField(max_length=32)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "part", "number", "version"], name="wording_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.number} v{self.version}"


class Forwarding(models.Model):
    """A letter, or some of its points, sent to the body that is competent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="forwardings")
    child = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    from_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    to_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    hop = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.from_body_id} -> {self.to_body_id}"


class Extension(models.Model):
    """A reasoned decision of the head or deputy that moves a due day before it has passed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="extensions")
    reason = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    old_due = models.DateField()
    new_due = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["obligation"], name="extended_once")]

    def __str__(self) -> str:
        return f"{self.old_due} -> {self.new_due}"


class Answer(models.Model):
    """A signed answer. The signer's post stands on it; whether a head signed in person is a figure."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="answer")
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    signer_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    as_role = models.CharField(max_length=16)
    manifest = models.BinaryField()
    level = models.CharField(max_length=16)
    signing = models.ForeignKey(SigningSession, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    signed_at = models.DateTimeField()
    signed_on = models.DateField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        # Figures of a body's year: by the key alone each answer was read with its manifest.
        indexes = [models.Index(fields=["case"], include=["signed_on", "as_role"], name="answer_of_case")]

    def __str__(self) -> str:
        return f"answer {self.case_id}"


class Rating(models.Model):
    """What the asker says of the answer: 1 to 5, and whether the matter was resolved."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="rating")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    """Whose answer was rated. It stays theirs when a case goes on to a successor. NULL only between two migrations."""
    score = models.PositiveSmallIntegerField()
    resolved = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_one_to_five")]
        indexes = [models.Index(fields=["body"], include=["score", "resolved"], name="rating_of_body")]

    def __str__(self) -> str:
        return str(self.score)


class LetterView(models.Model):
    """Who opened the parties' copy of a letter; each view by an official is recorded."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person", "on"], name="letter_view_daily")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"
