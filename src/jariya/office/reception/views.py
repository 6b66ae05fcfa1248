"""Pages of receptions: who receives when (public), booking and one's own, the body's day."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.bodies.models import Body, ReceptionDay
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs, signed_in
from jariya.office.filing import figures as channel_figures
from jariya.office.filing.access import clerks, office_at, offices
from jariya.office.filing.actions import REGISTRY
from jariya.office.filing.lifecycle import Channel
from jariya.office.filing.views.shared import to
from jariya.office.reception import actions, queries
from jariya.office.reception.forms import CallOffForm, PlaceForm
from jariya.office.reception.models import Booking
from jariya.portals.dialogue.access import me
from jariya.portals.dialogue.access import page as private_page
from jariya.portals.dialogue.views import page


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Bodies whose heads receive citizens. Public and cacheable."""
    return page(request, "reception/front.html", {"bodies": queries.bodies(day=legal_day(timezone.now()))})


def _body(slug: str) -> Body:
    found = by_address(slug)
    if found is None:
        raise Http404
    return found.body


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Who of a body receives, and the days ahead with how many places are free. Public and cacheable."""
    found = _body(slug)
    now = timezone.now()
    today = legal_day(now)
    year = today.replace(month=1, day=1)
    context = {
        "body": found,
        "kept": queries.figures(found, first=year, last=today),
        "channels": channel_figures.by_channel([found.pk], first=year, last=today, today=today),
        "words": dict(Channel.choices),
        "year": today.year,
        "seats": queries.seats(found, day=legal_day(now)),
        "sittings": queries.sittings(found, now=now),
        "invented": found.invented,
    }
    return page(request, "reception/body.html", context)


def _sitting(found: Body, row_id: int, day: str, now: dt.datetime) -> queries.Sitting:
    try:
        wanted = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    rows = (row for row in queries.sittings(found, now=now) if row.seat.reception.pk == row_id and row.day == wanted)
    sitting = next(rows, None)
    if sitting is None:
        raise Http404
    return sitting


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def book(request: HttpRequest, slug: str, number: int, day: str) -> HttpResponse:
    """Choose a free time of one reception."""
    found, now = _body(slug), timezone.now()
    sitting = _sitting(found, number, day, now)
    form = PlaceForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        place: dt.datetime = form.cleaned_data["place"]
        try:
            actions.book(
                person=me(request),
                reception=sitting.seat.reception,
                day=place.date(),
                starts=place.time(),
                now=now,
            )
        except Refused as error:
            refusal = error
        else:
            return to("reception:mine", query="done=1")
    context = {"body": found, "sitting": sitting, "form": form, "refusal": refusal, "invented": found.invented}
    status = refusal.status if refusal else 422 if form.errors else 200
    return private_page(request, "reception/book.html", context, status=status)


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """One's own bookings."""
    now = timezone.now()
    ahead = queries.ahead_of(me(request), now=now)
    rows = [row for row in queries.mine(me(request)) if row not in ahead]
    return private_page(request, "reception/mine.html", {"ahead": ahead, "rows": rows, "done": "done" in request.GET})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cancel(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Give a place back, after a page that says which."""
    booking = Booking.objects.filter(token=token, person=me(request)).select_related("reception__post__body").first()
    if booking is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        try:
            actions.cancel(booking=booking, now=timezone.now())
        except Refused as error:
            refusal = error
        else:
            return to("reception:mine")
    context = {"booking": booking, "refusal": refusal, "invented": booking.reception.post.body.invented}
    return private_page(request, "reception/cancel.html", context, status=refusal.status if refusal else 200)


@require_safe
@clerks
def desk(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """The body's receptions: who comes, the days ahead, the year's figures."""
    found = office_at(request, now, REGISTRY, request.GET.get("body", ""))
    today = legal_day(now)
    sittings = queries.sittings(found, now=now, first=today)
    context: dict[str, Any] = {
        "body": found,
        "bodies": offices(request, now, REGISTRY),
        "sittings": [(row, _coming(row)) for row in sittings[:20]],
        "kept": queries.figures(found, first=today.replace(month=1, day=1), last=today),
        "today": today,
        "done": "done" in request.GET,
        "invented": found.invented,
    }
    return private_page(request, "reception/desk.html", context)


def _coming(sitting: queries.Sitting) -> list[Booking]:
    """Who has booked a sitting, by time."""
    rows = Booking.objects.filter(reception=sitting.seat.reception, day=sitting.day, cancelled_at__isnull=True)
    return list(rows.select_related("person").order_by("starts"))


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def call_off(request: HttpRequest, now: dt.datetime, number: int, day: str) -> HttpResponse:
    """Call a day off, with the reason everyone reads."""
    reception = ReceptionDay.objects.filter(pk=number).select_related("post__body").first()
    try:
        wanted = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if reception is None or reception.post.body not in offices(request, now, REGISTRY):
        raise Http404
    form = CallOffForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.call_off(reception=reception, day=wanted, reason=reason, by=me(request), now=now)
        except Refused as error:
            refusal = error
        else:
            return to("reception:desk", query=f"body={reception.post.body.slug}&done=1")
    context = {"reception": reception, "day": wanted, "form": form, "refusal": refusal}
    context["invented"] = reception.post.body.invented
    status = refusal.status if refusal else 422 if form.errors else 200
    return private_page(request, "reception/call_off.html", context, status=status)


@require_POST
@clerks
def came(request: HttpRequest, now: dt.datetime, token: uuid.UUID) -> HttpResponse:
    """Note whether somebody came."""
    booking = Booking.objects.filter(token=token).select_related("reception__post__body").first()
    if booking is None or booking.reception.post.body not in offices(request, now, REGISTRY):
        raise Http404
    actions.note_came(booking=booking, came=request.POST.get("came") == "yes", by=me(request), now=now)
    return to("reception:desk", query=f"body={booking.reception.post.body.slug}")
