"""Where the events of cases stand in the public record: the log's name, a leaf's key, the index it got."""

from __future__ import annotations

from collections.abc import Iterable

from jariya.kernel.record.models import Checkpoint, Leaf

LOG = "events"


def key_of(event_id: int) -> str:
    """The key of an event's leaf."""
    return f"event:{event_id}"


def indexes(event_ids: Iterable[int]) -> dict[int, int]:
    """Event -> index of its leaf, for those a checkpoint covers. The others wait for the next one. Two queries."""
    keys = {key_of(pk): pk for pk in event_ids}
    last = Checkpoint.objects.filter(log__name=LOG).order_by("-size").values_list("size", flat=True).first()
    if not keys or last is None:
        return {}
    rows = Leaf.objects.filter(log__name=LOG, key__in=keys, index__lt=last).values_list("key", "index")
    return {keys[key]: index for key, index in rows if index is not None}
