"""What the public record holds of a letter: its events, their places in the log, receipts to keep."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect

from jariya.kernel.correspondence.reading import Reading
from jariya.kernel.lifecycle import leaves
from jariya.kernel.lifecycle.sentences import Said
from jariya.kernel.record import queries as record
from jariya.kernel.record.errors import RecordError


@dataclass(frozen=True)
class Entered:
    """An event and the index of its leaf; None while it waits for a checkpoint."""

    said: Said
    index: int | None


def entered(view: Reading) -> list[Entered]:
    """Events that have leaves, in order. What is not for the public has none."""
    said = [one for one in view.timeline if one.public]
    places = leaves.indexes([one.id for one in said])
    return [Entered(one, places.get(one.id)) for one in said]


def receipt(view: Reading, number: int, *, back: str) -> HttpResponse:
    """The receipt of the entry of this number: a `.tlog-proof` with what opens the entry.

    Args:
        back: path of the page that says that no checkpoint covers the entry yet.

    Raises:
        Http404: there is no entry of this number.
    """
    found = entered(view)
    if not 1 <= number <= len(found):
        raise Http404
    try:
        content = record.receipt(leaves.LOG, leaves.key_of(found[number - 1].said.id))
    except RecordError:
        return HttpResponseRedirect(back)
    name = f"{view.case.public_id}-{number}.tlog-proof"
    return HttpResponse(
        content,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
