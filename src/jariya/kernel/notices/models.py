"""Subscriptions, preferences, the inbox on the site and the outbox of what leaves it."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

TOPIC_LENGTH = 64


def new_token() -> str:
    """A secret for an address that works without signing in: 160 random bits."""
    return secrets.token_urlsafe(20)


class Subscription(models.Model):
    """A person follows a topic: `case:<id>`, `body:<id>`, `post:<id>` or what a portal registered in `topics`.

    Internal ids; addresses carry public ids and slugs.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="subscriptions", db_index=False)
    topic = models.CharField(max_length=TOPIC_LENGTH)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="subscription_once"),
            # No `person:`: following a citizen would show what they ask. A head is followed as the post.
            models.CheckConstraint(
                condition=Q(topic__regex=r"^[a-z]+:.+") & ~Q(topic__startswith="person:"), name="subscription_topic"
            ),
        ]
        indexes = [models.Index(fields=["topic", "person"], name="subscription_followers")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic}"


class Preference(models.Model):
    """How a person wants to be told. The language is the person's own (`Person.language`).

    Without a row the defaults of `about.py` hold. The two secrets are apart: a forwarded mail carries the first one.
    """

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="notice_preference")
    chosen = models.JSONField(default=dict)
    """The person's own choices, `{"own:mail": false}`; what is absent follows the defaults."""
    unsubscribe_token = models.CharField(max_length=40, unique=True, default=new_token)
    calendar_token = models.CharField(max_length=40, unique=True, default=new_token)
    mail_refused_at = models.DateTimeField(null=True)
    """Since when mail to the person's address comes back; an address confirmed after that is tried again."""
    mail_refused_code = models.CharField(max_length=12, default="", blank=True)

    objects: ClassVar[Any] = models.Manager()

    def __str__(self) -> str:
        return f"preference {self.person_id}"


class InboxEntry(models.Model):
    """An event in a person's inbox on the site; written in the transaction of the event, so it is never lost.

    `event_id` is no foreign key: nothing points at the append-only table. `token` stands for the row in pages.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="inbox", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    event_id = models.BigIntegerField()
    about = models.CharField(max_length=12)
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "event_id"], name="inbox_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="inbox_page"),
            models.Index(fields=["person"], name="inbox_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.event_id}"


class Channel(models.TextChoices):
    """What leaves the house."""

    MAIL = "mail"
    SMS = "sms"
    PUSH = "push"


class OutboxState(models.TextChoices):
    """Where a message stands. `skipped`: not to be sent any more; `failed`: given up; both say why."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class Outbox(models.Model):
    """A message to be sent: an event, a person, a channel; once each.

    `token` makes the Message-ID and the gateway's message id: a message sent again after a crash is the same message.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    event_id = models.BigIntegerField()
    channel = models.CharField(max_length=8, choices=Channel.choices)
    about = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=OutboxState.choices, default=OutboxState.QUEUED)
    token = models.UUIDField(default=uuid.uuid4)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, default="", blank=True)
    """Stable code of the last failure; never the other side's words, which may quote an address."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "person", "channel"], name="outbox_once")]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="outbox_due", condition=Q(state="queued")),
            models.Index(fields=["person", "-id"], name="outbox_person"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.event_id} {self.state}"


class Digest(models.Model):
    """What an edition of the law moved for one person, told once: never a notice per case.

    `own` counts due days of the person's own cases, `work` those of cases they prepare or that their body owes. The
    days themselves are the rows of `DueChange` with the same cause and edition.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digests", db_index=False)
    cause = models.CharField(max_length=16)
    edition = models.PositiveIntegerField()
    own = models.PositiveIntegerField()
    work = models.PositiveIntegerField()
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=OutboxState.choices, default=OutboxState.QUEUED)
    """Whether it has left the house, as for `Outbox`; the page on the site has it at once."""
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "cause", "edition"], name="digest_once")]
        indexes = [models.Index(fields=["next_try_at", "id"], name="digest_due", condition=Q(state="queued"))]

    def __str__(self) -> str:
        return f"{self.cause} {self.edition} {self.person_id}"


class DigestRun(models.Model):
    """An edition whose digests are written. In the same transaction as they: a killed run is done again, whole."""

    cause = models.CharField(max_length=16)
    edition = models.PositiveIntegerField()
    at = models.DateTimeField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cause", "edition"], name="digest_run_once")]

    def __str__(self) -> str:
        return f"{self.cause} {self.edition}"


class PushDevice(models.Model):
    """A browser that its owner wants to be told in. `endpoint` is a secret: who knows it may send there.

    `session` is the mark of the session that subscribed: signing out ends it; a session that merely runs out does not.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="push_devices")
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    """Stands for the row in pages."""
    endpoint = models.CharField(max_length=1000)
    endpoint_digest = models.CharField(max_length=64, unique=True)
    key = models.BinaryField(max_length=65)
    auth = models.BinaryField(max_length=16)
    session = models.CharField(max_length=40, db_index=True)
    device = models.CharField(max_length=80, default="", blank=True)
    at = models.DateTimeField()
    told = ArrayField(models.UUIDField(), default=list, blank=True)
    """Messages this browser took while another of the same person's did not yet: it does not get them twice."""

    def __str__(self) -> str:
        return f"{self.person_id} {self.device}"


from jariya.kernel.notices.incoming.models import Bounce, IncomingMail, ReplyAddress  # noqa: E402,F401  Django's registry
