"""Pages of the Commission: public ones the same bytes for every reader, and the desk of its members."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.gates import needs
from jariya.kernel.people.private import me, now_of
from jariya.kernel.people.private import page as private_page
from jariya.kernel.people.queries import bodies_of
from jariya.portals.requests.commission import actions, queries
from jariya.portals.requests.commission.forms import MemberForm
from jariya.portals.requests.commission.models import Member
from jariya.portals.requests.monitoring import queries as recommendations
from jariya.portals.requests.monitoring.models import Source
from jariya.portals.requests.views import page

NEWEST = 6


def _lang() -> str:
    return translation.get_language() or "kk"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The Commission: members by side, sessions newest first, what it recommended and what is overdue."""
    today = legal_day(now_of(request))
    sessions, following = queries.sessions(after=request.GET.get("after", "")[:40] or None)
    recommended = recommendations.rows(source=Source.COMMISSION)
    overdue = recommendations.rows(source=Source.COMMISSION, late_on=today)
    late, _more = recommendations.newest(overdue, limit=NEWEST)
    newest, _more = recommendations.newest(recommended, limit=NEWEST)
    context = {
        "sides": queries.members(today),
        "former": queries.former(today),
        "sessions": sessions,
        "following": following,
        "counted": recommendations.counted(recommended, today=today),
        "late": recommendations.lines(late, today=today),
        "newest": recommendations.lines(newest, today=today),
    }
    return page(request, "commission/front.html", context)


@require_safe
def session(request: HttpRequest, public_id: str) -> HttpResponse:
    """A session: agenda, minutes, what was decided on each point, what was recommended to whom."""
    view = queries.find(public_id, today=legal_day(now_of(request)), lang=_lang())
    if view is None:
        raise Http404
    case = view.row.case
    if case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("commission:session", args=[case.public_id]))
    return page(request, "commission/session.html", {"view": view, "row": view.row, "invented": case.invented})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("registry")
def members(request: HttpRequest) -> HttpResponse:
    """The desk of the list of members: enter one, end a membership."""
    now = now_of(request)
    own = bodies_of(me(request), day=legal_day(now), kinds=frozenset({"supervisor"}))
    body = Body.objects.filter(pk__in=own).order_by("pk").first()
    if body is None:
        raise Http404
    form = MemberForm(request.POST if request.POST.get("do") == "seat" else None)
    if request.method == "POST":
        if request.POST.get("do") == "seat":
            if form.is_valid():
                actions.seat(body=body, columns=form.cleaned_data, by=me(request), now=now)
                return HttpResponseRedirect(reverse("commission:members") + "?done=1")
        else:
            number = request.POST.get("member", "")
            rows = Member.objects.filter(body=body, until=None)
            found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
            if found is None:
                raise Http404
            actions.unseat(member=found, last=legal_day(now), by=me(request), now=now)
            return HttpResponseRedirect(reverse("commission:members") + "?done=1")
    context = {
        "form": form,
        "body": body,
        "sides": queries.members(legal_day(now)),
        "done": "done" in request.GET,
        "invented": body.invented,
    }
    return private_page(request, "commission/members.html", context, status=422 if form.errors else 200)
