"""What happens in the transaction of an event: inbox rows, outbox rows, and a job that sends them soon."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.notices import about, recipients, short
from jariya.kernel.notices.models import Channel, InboxEntry, Outbox
from jariya.kernel.notices.recipients import Recipient

CROWD_BATCH = 500


def listener(happening: Happening) -> None:
    """Queue the notices of an event. Joined to the engine by `project/wiring.py`.

    Everything here is undone with the act: the rows, and the jobs as well, because procrastinate keeps its jobs in
    the same database. Without anybody to tell, nothing is written.
    """
    from jariya.kernel.notices import tasks

    case, event = happening.case, happening.event
    people, crowd = recipients.recipients(happening)
    if queue(case, event, people):
        tasks.deliver_event.defer(event_id=event.pk)
    if crowd:
        tasks.tell_followers.defer(event_id=event.pk)


def queue(case: Case, event: Event, people: Sequence[Recipient]) -> int:
    """Write the inbox and outbox rows of an event for these people; who has them already gets no second ones.

    Returns:
        How many messages are to leave the house.
    """
    if not people:
        return 0
    InboxEntry.objects.bulk_create(
        [InboxEntry(person=row.person, case=case, event_id=event.pk, about=row.about, at=event.at) for row in people],
        ignore_conflicts=True,
    )
    messages = [
        Outbox(
            person=row.person,
            case=case,
            event_id=event.pk,
            channel=channel,
            about=row.about,
            next_try_at=event.at,
            queued_at=event.at,
        )
        for row in people
        for channel in _channels(row, case.kind, event.kind)
    ]
    Outbox.objects.bulk_create(messages, ignore_conflicts=True)
    return len(messages)


def tell_followers(event_id: int) -> int:
    """Tell a crowd of followers, batch by batch, each its own transaction; killed and run again, nobody is told twice.

    Returns:
        How many were told now.
    """
    event = Event.objects.select_related("case", "case__body").get(pk=event_id)
    told, after = 0, 0
    while True:
        with transaction.atomic():
            ids = recipients.followers(event.case, event, after=after or -1, most=CROWD_BATCH) or []
            # Whoever was told for a nearer reason (an officer, a supervisor) is not told again as a follower.
            known = set(
                InboxEntry.objects.filter(event_id=event_id, person__in=ids).values_list("person_id", flat=True)
            )
            people = recipients.loaded({pk: about.FOLLOWED.code for pk in ids if pk not in known})
            queue(event.case, event, people)
        told += len(people)
        if len(ids) < CROWD_BATCH:
            return told
        after = ids[-1]


def _channels(recipient: Recipient, case_kind: str, event_kind: str) -> list[str]:
    wanted = [Channel.MAIL.value] if recipient.wants(about.MAIL) else []
    if recipient.wants(about.PUSH):
        wanted.append(Channel.PUSH.value)
    if short.matters(case_kind, event_kind) and recipient.wants(about.SMS):
        wanted.append(Channel.SMS.value)
    return wanted
