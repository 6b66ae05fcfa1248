"""The supervisor's page: complaints that wait, days of outage, petitions that a court has stopped."""

from __future__ import annotations

import datetime as dt
import secrets

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.people.private import me, now_of, page
from jariya.kernel.people.queries import bodies_of, roles_of
from jariya.portals.petitions.actions import outages
from jariya.portals.petitions.forms import OutageForm
from jariya.portals.petitions.models import Outage, Petition
from jariya.portals.petitions.states import KIND
from jariya.portals.petitions.texts import texts_of
from jariya.portals.petitions.views.writing import lang

MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def front(request: HttpRequest) -> HttpResponse:
    """What waits for the supervisor, and the form by which a day of outage is added to all terms that ran on it."""
    now = now_of(request)
    today = legal_day(now)
    if "supervisor" not in roles_of(me(request), body_id=None, day=today):
        raise Http404
    form = OutageForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        body = Body.objects.get(pk=min(bodies_of(me(request), day=today, kinds=frozenset({"supervisor"}))))
        try:
            outage = outages.declare(
                day=said["day"],
                days=said["days"],
                reason_kk=said["reason_kk"],
                reason_ru=said["reason_ru"],
                body=body,
                by=me(request),
                now=now,
            )
        except Refused as error:
            refusal = error
        else:
            moved = outages.spread(outage, now=now)
            return HttpResponseRedirect(reverse("petitions:supervision") + f"?moved={moved}")
    said_moved = request.GET.get("moved", "")
    context = {
        "form": form,
        "refusal": refusal,
        "complaints": _named(
            Obligation.objects.running().filter(duty_of="supervisor", case__kind=KIND).select_related("case"), today
        ),
        "stopped": [_title(case) for case in Case.objects.filter(kind=KIND, suspended_since__isnull=False)[:MOST]],
        "outages": list(Outage.objects.order_by("-day")[:MOST]),
        "moved": int(said_moved) if said_moved.isdecimal() and len(said_moved) < 8 else None,
        "key": secrets.token_urlsafe(16),
        "invented": False,
    }
    status = refusal.status if refusal else 422 if form.is_bound and form.errors else 200
    return page(request, "petitions/supervision.html", context, status=status)


def _title(case: Case) -> tuple[Case, str, str]:
    texts = texts_of(Petition.objects.get(case=case))
    own = texts.shown_in(lang())
    return case, texts.title(own), own


def _named(rows: object, today: dt.date) -> list[tuple[Obligation, tuple[Case, str, str], bool]]:
    found = rows.order_by("due_on", "id")[:MOST]  # type: ignore[attr-defined]
    return [(row, _title(row.case), row.due_on < today) for row in found]
