"""Official answers in their own log: what a body published under a head's name cannot be exchanged for another text.

The leaf commits to the digests of the published texts and of the signed manifest. What it committed to is shown as long
as the case may be seen by all; the texts themselves stand on the page of the case.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from jariya.kernel.correspondence.models import Answer, Part, Wording
from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.lifecycle.models import Event
from jariya.kernel.record import actions as record
from jariya.kernel.record.actions import NewLeaf
from jariya.kernel.record.leaves import canonical
from jariya.project import recording

LOG = "answers"
PUBLISHED = "published"
"""Kind of the event by which an answer becomes public, in every table of letters."""


def listener(happening: Happening) -> None:
    """Queue the leaf of an answer in the transaction that publishes it."""
    event = happening.event
    if event.kind == PUBLISHED and event.public:
        event.case = happening.case
        record.append(LOG, _leaves([event]), now=happening.now or event.at)


def key_of(event_id: int) -> str:
    """The key of an answer's leaf: an answer published anew after a complaint has one of its own."""
    return f"answer:{event_id}"


def rows(after: int, up_to: int, limit: int) -> Sequence[tuple[int, NewLeaf | None]]:
    """Publications by the ids of their events: `sources.Source.rows`. Ends at the horizon even where none lie there."""
    events = Event.objects.filter(id__gt=after, id__lte=up_to, kind=PUBLISHED, public=True)
    found = list(events.select_related("case__region", "body__region").order_by("id")[:limit])
    made = {leaf.key: leaf for leaf in _leaves(found)}
    seen: list[tuple[int, NewLeaf | None]] = [(event.pk, made.get(key_of(event.pk))) for event in found]
    if len(found) < limit and up_to > after and (not seen or seen[-1][0] < up_to):
        seen.append((up_to, None))
    return seen


def shown(keys: Iterable[str]) -> set[str]:
    """Of these leaves, those whose contents anyone may see: their cases are public."""
    return recording.shown_of("answer", keys)


def _leaves(events: Iterable[Event]) -> list[NewLeaf]:
    events = list(events)
    cases = {event.case_id for event in events}
    answers = {row.case_id: row for row in Answer.objects.filter(case_id__in=cases)}
    texts: dict[int, dict[str, str]] = {}
    public = Wording.objects.filter(case_id__in=cases, public_text__isnull=False).order_by("version")
    for row in public.filter(part__in=[Part.ANSWER, Part.POINT, Part.TITLE]):
        words = hashlib.sha256((row.public_text or "").encode()).hexdigest()
        texts.setdefault(row.case_id, {})[f"{row.part}.{row.number}"] = words
    return [_leaf(event, answers[event.case_id], texts[event.case_id]) for event in events if event.case_id in answers
            and event.case_id in texts]  # fmt: skip


def _leaf(event: Event, answer: Answer, texts: dict[str, str]) -> NewLeaf:
    at = event.at.astimezone(dt.UTC)
    region = event.case.region or event.body.region
    content = canonical(
        {
            "v": 1,
            "kind": f"{event.case.kind}.answer",
            "case": event.case.public_id,
            "body": event.body.slug,
            "language": answer.language,
            "signed_at": answer.signed_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "means": answer.level,
            "manifest_sha256": hashlib.sha256(bytes(answer.manifest)).hexdigest(),
            "texts_sha256": texts,
            "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    )
    return record.sealed(
        f"{event.case.kind}.answer",
        content,
        hour=at.strftime("%Y-%m-%dT%H"),
        key=key_of(event.pk),
        region=region.code if region else "",
    )
