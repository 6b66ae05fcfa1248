"""Where the steps of comments stand in the public record: the log's name, a leaf's key, the index it got."""

from __future__ import annotations

from jariya.kernel.lifecycle.leaves import LOG
from jariya.kernel.record import queries as record
from jariya.kernel.record.models import Checkpoint, Leaf


def key_of(step_id: int) -> str:
    """The key of a step's leaf."""
    return f"comment:{step_id}"


def index_of(step_id: int) -> int | None:
    """The index of a step's leaf; None while it waits for a checkpoint. Two queries."""
    last = Checkpoint.objects.filter(log__name=LOG).order_by("-size").values_list("size", flat=True).first()
    if last is None:
        return None
    found: int | None = (
        Leaf.objects.filter(log__name=LOG, key=key_of(step_id), index__lt=last).values_list("index", flat=True).first()
    )
    return found


def proof(step_id: int) -> bytes:
    """The receipt of a step's leaf with what opens it. Raises `RecordError` while no checkpoint covers it."""
    return record.receipt(LOG, key_of(step_id))
