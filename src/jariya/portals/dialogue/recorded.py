"""What the public record holds of a question: its events, their places in the log, and the asker's receipts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.correspondence.entries import entered
from jariya.kernel.correspondence.entries import receipt as saved
from jariya.kernel.people.gates import signed_in
from jariya.portals.dialogue import queries
from jariya.portals.dialogue.access import me
from jariya.portals.dialogue.access import page as private_page
from jariya.portals.dialogue.queries import QuestionView
from jariya.portals.dialogue.views import page


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
    context = {"view": view, "entered": entered(view), "own": False, "invented": view.case.body.invented}
    return page(request, "dialogue/record.html", context)


@require_safe
@signed_in
def receipts(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for the asker, with a receipt of each entry to keep."""
    view = _view(public_id, request, own=True)
    context = {"view": view, "entered": entered(view), "own": True, "invented": view.case.body.invented}
    return private_page(request, "dialogue/record.html", context)


@require_safe
@signed_in
def receipt(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """The receipt of the asker's entry of this number: a `.tlog-proof` with what opens the entry."""
    view = _view(public_id, request, own=True)
    return saved(view, number, back=reverse("dialogue:receipts", args=[view.case.public_id]))
