"""What happens in the transaction of an event: inbox rows, outbox rows, and a job that sends them soon."""

from __future__ import annotations

from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.notices import about, short
from jariya.kernel.notices.models import Channel, InboxEntry, Outbox
from jariya.kernel.notices.recipients import Recipient, recipients


def listener(happening: Happening) -> None:
    """Queue the notices of an event. Joined to the engine by `project/wiring.py`.

    Everything here is undone with the act: the rows, and the job as well, because procrastinate keeps its jobs in
    the same database. Without anybody to tell, nothing is written.
    """
    people = recipients(happening)
    if not people:
        return
    case, event = happening.case, happening.event
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
    if messages:
        Outbox.objects.bulk_create(messages, ignore_conflicts=True)
        from jariya.kernel.notices.tasks import deliver_event

        deliver_event.defer(event_id=event.pk)


def _channels(recipient: Recipient, case_kind: str, event_kind: str) -> list[str]:
    wanted = [Channel.MAIL.value] if recipient.wants(about.MAIL) else []
    if short.matters(case_kind, event_kind) and recipient.wants(about.SMS):
        wanted.append(Channel.SMS.value)
    return wanted
