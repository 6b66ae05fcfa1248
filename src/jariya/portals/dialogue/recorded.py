"""What the public record holds of a question: its events, their places in the log, and the asker's receipts."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.lifecycle import leaves
from jariya.kernel.lifecycle.sentences import Said
from jariya.kernel.people.gates import signed_in
from jariya.kernel.record import queries as record
from jariya.kernel.record.errors import RecordError
from jariya.portals.dialogue import queries
from jariya.portals.dialogue.access import me
from jariya.portals.dialogue.access import page as private_page
from jariya.portals.dialogue.queries import QuestionView
from jariya.portals.dialogue.views import page


@dataclass(frozen=True)
class Entered:
    """An event and the index of its leaf; None while it waits for a checkpoint."""

    said: Said
    index: int | None


def _entered(view: QuestionView) -> list[Entered]:
    """Events that have leaves, in order. What is not for the public has none."""
    said = [one for one in view.timeline if one.public]
    places = leaves.indexes([one.id for one in said])
    return [Entered(one, places.get(one.id)) for one in said]


def _view(public_id: str, request: HttpRequest, *, own: bool) -> QuestionView:
    view = queries.find(public_id, person=me(request) if own else None)
    if view is None or (own and not view.party):
        raise Http404
    return view


@require_safe
def entries(request: HttpRequest, public_id: str) -> HttpResponse:
    """The entries of a question, for anyone."""
    view = _view(public_id, request, own=False)
    if view.case.public_id != public_id:
        return HttpResponseRedirect(reverse("dialogue:record", args=[view.case.public_id]))
    context = {"view": view, "entered": _entered(view), "own": False, "invented": view.case.body.invented}
    return page(request, "dialogue/record.html", context)


@require_safe
@signed_in
def receipts(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for the asker, with a receipt of each entry to keep."""
    view = _view(public_id, request, own=True)
    context = {"view": view, "entered": _entered(view), "own": True, "invented": view.case.body.invented}
    return private_page(request, "dialogue/record.html", context)


@require_safe
@signed_in
def receipt(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """The receipt of the asker's entry of this number: a `.tlog-proof` with what opens the entry."""
    view = _view(public_id, request, own=True)
    found = _entered(view)
    if not 1 <= number <= len(found):
        raise Http404
    try:
        content = record.receipt(leaves.LOG, leaves.key_of(found[number - 1].said.id))
    except RecordError:
        # No checkpoint covers it yet: the page says so beside the entry.
        return HttpResponseRedirect(reverse("dialogue:receipts", args=[view.case.public_id]))
    name = f"{view.case.public_id}-{number}.tlog-proof"
    return HttpResponse(
        content,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
