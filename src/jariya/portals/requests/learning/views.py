"""Pages of guides and seminars: public ones the same bytes for every reader, and one's own place in a seminar."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import signed_in
from jariya.kernel.people.private import me, now_of
from jariya.kernel.people.private import page as private_page
from jariya.portals.requests.learning import places, queries
from jariya.portals.requests.learning.forms import PlaceForm
from jariya.portals.requests.learning.models import Audience
from jariya.portals.requests.views import page


def _lang() -> str:
    return translation.get_language() or "kk"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Guides by whom they are for, and the seminars to come."""
    coming, _none = queries.seminars(coming=True, now=now_of(request))
    audience = request.GET.get("for", "")
    context = {
        "guides": queries.guides(audience),
        "seminars": coming[:4],
        "audience": audience if audience in Audience.values else "",
        "audiences": Audience,
    }
    return page(request, "learning/front.html", context)


@require_safe
def guide(request: HttpRequest, public_id: str) -> HttpResponse:
    """A guide; a stub once it was withdrawn."""
    return _guide(request, public_id, None)


@require_safe
def version(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """A former version of a guide, as it was published."""
    return _guide(request, public_id, number)


def _guide(request: HttpRequest, public_id: str, number: int | None) -> HttpResponse:
    view = queries.find_guide(public_id, lang=_lang(), number=number)
    if view is None:
        raise Http404
    case = view.row.case
    if case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("guides:guide", args=[case.public_id]))
    return page(request, "learning/guide.html", {"view": view, "row": view.row, "invented": case.invented})


@require_safe
def seminars(request: HttpRequest) -> HttpResponse:
    """Seminars to come, and past ones with their materials."""
    now = now_of(request)
    coming, _none = queries.seminars(coming=True, now=now)
    past, following = queries.seminars(coming=False, now=now, after=request.GET.get("after", "")[:40] or None)
    context = {"coming": coming, "past": past, "following": following, "after": request.GET.get("after")}
    return page(request, "learning/seminars.html", context)


@require_safe
def seminar(request: HttpRequest, public_id: str) -> HttpResponse:
    """A seminar: when, where, how many places are free; its materials afterwards."""
    view = _seminar(public_id)
    case = view.row.case
    if case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("seminars:seminar", args=[case.public_id]))
    context = {"view": view, "row": view.row, "takes": view.row.takes(now_of(request)), "invented": case.invented}
    return page(request, "learning/seminar.html", context)


def _seminar(public_id: str) -> queries.SeminarView:
    view = queries.find_seminar(public_id, lang=_lang())
    if view is None:
        raise Http404
    return view


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own place: register or wait, see what it became, give it up."""
    view, now, person = _seminar(public_id), now_of(request), me(request)
    held = places.place_of(view.row, person)
    form = PlaceForm(request.POST if request.POST.get("do") == "take" else None)
    refusal = None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "give_up" and held is not None:
                places.give_up(place=held, now=now)
                return _see(view)
            if request.POST.get("do") == "take" and form.is_valid():
                places.take(seminar=view.row, person=person, name=form.cleaned_data["name"], now=now)
                return _see(view)
        except Refused as error:
            refusal = error
    context = {
        "view": view,
        "row": view.row,
        "held": held,
        "form": form,
        "refusal": refusal,
        "takes": view.row.takes(now),
        "kept": norms_now().at(legal_day(now))[places.KEPT].count,
        "done": "done" in request.GET,
        "invented": view.row.case.invented,
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return private_page(request, "learning/place.html", context, status=status)


def _see(view: queries.SeminarView) -> HttpResponse:
    return HttpResponseRedirect(reverse("seminars:place", args=[view.row.case.public_id]) + "?done=1")


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Seminars one is registered for."""
    return private_page(request, "learning/mine.html", {"places": queries.mine(me(request))})
