"""A comment and the versions of what was written."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion.lifecycle import SHOWN, Status
from jariya.kernel.discussion.models.organisation import Organisation
from jariya.kernel.lifecycle.models import LANGUAGES, Case
from jariya.kernel.people.models import Person


class Voice(models.TextChoices):
    """For whom a comment speaks."""

    PERSON = "person", _("a citizen")
    ORGANISATION = "organisation", _("an organisation")
    BODY = "body", _("the body of the case")


class CommentQuerySet(models.QuerySet["Comment"]):
    """Named reads of comments."""

    def visible_to(self, person: Person | None) -> CommentQuerySet:
        """What this reader may see, stubs included: comments of public cases, and one's own."""
        public = Q(case__visibility="public", case__sealed=False)
        return self.filter(public | Q(author=person)) if person is not None else self.filter(public)

    def shown(self) -> CommentQuerySet:
        """Those whose text anyone may read."""
        return self.filter(status__in=SHOWN)

    def first_floor(self) -> CommentQuerySet:
        """Comments on the case itself; the others answer one of these."""
        return self.filter(parent__isnull=True)


class Comment(models.Model):
    """What somebody says on a case, or on a place inside it. Replies hang on it, one floor deep."""

    public_id = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies", db_index=False)
    version = models.PositiveIntegerField(null=True)
    """Version of the case's text that the place is in; NULL: on the case as a whole."""
    element = models.CharField(max_length=80, default="")
    """The place inside that version, as its portal names it."""
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="comments", db_index=False)
    voice = models.CharField(max_length=12, choices=Voice.choices, default=Voice.PERSON)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Set on an official answer alone: the body that speaks."""
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    identity = models.CharField(max_length=16)
    """By which means of sign-in the author was known."""
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PUBLISHED)
    ground = models.CharField(max_length=80, default="")
    """Key of the norm on which it was hidden."""
    text_version = models.PositiveSmallIntegerField(default=1)
    supports = models.PositiveIntegerField(default=0)
    """As last counted by the job; the rows of `Support` are the truth."""
    answered_at = models.DateTimeField(null=True)
    """When the body of the case first answered it."""
    shared = models.PositiveIntegerField(default=0, db_default=0)
    """To how many further comments an official answer was given with the one it hangs on; see `Together`."""
    at = models.DateTimeField()

    objects: ClassVar[Any] = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="comment_language"),
            models.CheckConstraint(
                condition=Q(voice=Voice.BODY, body__isnull=False, organisation=None)
                | Q(voice=Voice.ORGANISATION, body=None, organisation__isnull=False)
                | Q(voice=Voice.PERSON, body=None, organisation=None),
                name="comment_speaks_for_one",
            ),
            models.CheckConstraint(condition=Q(element="") | Q(version__isnull=False), name="comment_place_is_whole"),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="comment_of_case"),
            models.Index(fields=["case", "-id"], name="comment_newest", condition=Q(parent=None)),
            models.Index(fields=["case", "-supports", "-id"], name="comment_supported", condition=Q(parent=None)),
            models.Index(
                fields=["case", "element", "-id"], name="comment_at_place", condition=Q(parent=None) & ~Q(element="")
            ),
            models.Index(
                fields=["case", "id"],
                name="comment_unanswered",
                condition=Q(parent=None, answered_at=None, status=Status.PUBLISHED) & ~Q(voice=Voice.BODY),
            ),
            models.Index(fields=["parent", "id"], name="comment_replies", condition=Q(parent__isnull=False)),
            models.Index(fields=["author", "-id"], name="comment_of_author"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def shown(self) -> bool:
        """Whether anyone may read the text."""
        return self.status in SHOWN

    @property
    def official(self) -> bool:
        """Whether the body of the case speaks."""
        return self.voice == Voice.BODY


class Wording(models.Model):
    """A version of a text: the comment itself, a moderator's reason, an appeal, a decision.

    `public_text` is set where a moderator blackened something; else the text itself is the public copy. Erasing takes
    texts and salt; row and digest stay.
    """

    class Part(models.TextChoices):
        """What it is a text of."""

        COMMENT = "comment"
        REASON = "reason"
        APPEAL = "appeal"
        DECISION = "decision"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="wordings", db_index=False)
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.COMMENT)
    version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=2)
    text = models.TextField()
    public_text = models.TextField(null=True)
    salt = models.BinaryField(max_length=32, null=True)
    digest = models.BinaryField(max_length=32)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "part", "version"], name="comment_wording_once")]

    def __str__(self) -> str:
        return f"{self.part} v{self.version}"

    @property
    def public(self) -> str:
        """The copy that anyone reads."""
        return self.text if self.public_text is None else self.public_text
