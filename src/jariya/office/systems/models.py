"""A body's own system, its tokens, its calls, and what it is told of."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class Scope(models.TextChoices):
    """What a token opens. Nothing of it goes beyond what an officer may do at the desk."""

    READ = "read", _("read the letters of the body and what changed")
    TAKE = "take", _("take a letter over, name who prepares the answer")
    CLARIFY = "clarify", _("ask the person what is meant")
    EXTEND = "extend", _("extend a term, where a published order names the post responsible")
    FORWARD = "forward", _("forward a letter to the competent body, whole or in part")
    DRAFT = "draft", _("write the answer and hand it over for signature")
    SIGNATURE = "signature", _("bring the head's digital signature")
    PUBLISH = "publish", _("describe data sets, send files and publish their tables as open data")


class System(models.Model):
    """A program of a body. It acts as an account without any means of sign-in, with the role of an officer."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="system")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="systems")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The post that answers for what the program does."""
    title = models.CharField(max_length=80)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "title"], condition=Q(ended_at=None), name="system_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} of {self.body_id}"


class Token(models.Model):
    """A secret of a system, of which only a keyed hash is kept."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="tokens")
    word = models.CharField(max_length=12, unique=True)
    """The part of the token that may be shown: it tells which one it is."""
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=12, choices=Scope.choices))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    """The last day on which it opens anything."""
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    used_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)
    """The minute that `calls` counts."""
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(made_at__date__lte=F("expires_on")), name="token_lives"),
        ]

    def __str__(self) -> str:
        return self.word

    def living(self, day: dt.date) -> bool:
        """Whether it opens anything on the day."""
        return self.revoked_at is None and self.expires_on >= day


class Call(models.Model):
    """What a system did or tried to do. The database refuses UPDATE, DELETE and TRUNCATE (migration 0001).

    Codes, ids and digests; no word of a letter or an answer.
    """

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="calls", db_index=False)
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The post that was responsible at that moment."""
    verb = models.CharField(max_length=24)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=60)
    asked = models.BinaryField(max_length=32)
    """SHA-256 of what was sent, so that a key that comes again with something else is noticed."""
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=64, blank=True)
    """Why it was refused; empty when it was done."""
    said = models.JSONField(default=dict)
    """What was answered; given again when the same call comes again."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "key"], condition=Q(code=""), name="call_done_once")]
        indexes = [models.Index(fields=["system", "-id"], name="call_of_system")]

    def __str__(self) -> str:
        return f"{self.verb} {self.status}"


def _number(function: str, *of: Func) -> Cast:
    """A transaction's number as PostgreSQL gives it, 64 bits wide: it never begins anew."""
    return Cast(Cast(Func(*of, function=function), models.TextField()), models.BigIntegerField())


class ChangeQuerySet(models.QuerySet["Change"]):
    """Named reads of changes."""

    def settled(self) -> ChangeQuerySet:
        """Those before which nothing can come any more: no transaction that began earlier is still writing.

        What the reader's own transaction wrote is there for itself.
        """
        oldest = _number("pg_snapshot_xmin", Func(function="pg_current_snapshot"))
        own = _number("pg_current_xact_id_if_assigned")
        return self.filter(Q(transaction__lt=oldest) | Q(transaction=own))


class Change(models.Model):
    """What a system is told: something happened to a letter of its body. Written in the transaction of the event.

    Read in the order of `transaction`, then id: an id is drawn before its transaction ends, so a later id may be seen
    earlier. With the transaction's own number, and only below the oldest one that is still running, nothing is skipped
    and nothing told twice.
    """

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="changes", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    """The kind of the event; `open` for what was open when the system was made."""
    state = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    here = models.BooleanField()
    """Whether the letter lies with the system's body after it."""
    at = models.DateTimeField()
    transaction = models.BigIntegerField(db_default=_number("pg_current_xact_id"))

    objects: ClassVar[Any] = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["system", "transaction", "id"], name="change_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
