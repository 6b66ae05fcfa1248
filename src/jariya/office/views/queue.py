"""The queue in the browser, and many cases given to an officer at once."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion.desk import bench_of
from jariya.kernel.law.queries import current_calendar
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.table import Lifecycle, Term, lifecycles
from jariya.kernel.notices import links
from jariya.kernel.people.queries import bodies_of
from jariya.office import bulk, queue
from jariya.office.access import LEADERS, STAFF, at_desk, lang, see
from jariya.office.deputies import stands_for
from jariya.office.law.access import edits_law
from jariya.office.systems.access import bodies_kept
from jariya.portals.dialogue.access import me, page

MOST = 1000


@require_safe
@at_desk
def work(request: HttpRequest, desk: queue.Desk, now: dt.datetime) -> HttpResponse:
    """The queue: late, due today, soon, later; mine (with those I stand in for), untaken, or my body's."""
    return _queue(request, desk, now)


def _queue(request: HttpRequest, desk: queue.Desk, now: dt.datetime, status: int = 200, **shown: Any) -> HttpResponse:
    today, calendar = legal_day(now), current_calendar()
    own = list(Body.objects.filter(pk__in=desk.bodies).order_by("sort_kk", "pk"))
    body = _body(request, desk, own)
    for_others = stands_for(desk.person, today)
    kinds = queue.kinds()
    wish = queue.Wish(
        when=_one_of(request.GET.get("when"), queue.WHENS),
        whose=_one_of(request.GET.get("whose"), queue.WHOSE),
        mine=(desk.person.pk, *(one.pk for one in for_others)),
        body_id=body.pk if body else None,
        kind=request.GET["kind"] if request.GET.get("kind") in kinds else None,
    )
    found, following = queue.rows(desk, wish, today=today, calendar=calendar, after=request.GET.get("after"))
    staffed = bodies_of(desk.person, day=today, kinds=STAFF)
    asked = {"when": wish.when, "whose": wish.whose, "body": body.slug if body else "", "kind": wish.kind or ""}

    def link(**changed: str) -> str:
        return f"?{urlencode({name: value for name, value in {**asked, **changed}.items() if value})}"

    tables = {table.kind: (table, table.terms()) for table in lifecycles()}
    rows = [_row(row, today, calendar, lang(), staffed, tables[row.case.kind]) for row in found]
    markable = {row["body_id"] for row in rows if row["markable"]}
    context = {
        "rows": rows,
        "following": link(after=following) if following else None,
        "counts": queue.counts(desk, wish, today=today, calendar=calendar, most=MOST),
        "wish": wish,
        "link": link,
        "asked": asked,
        "bodies": own if len(own) > 1 else [],
        "body": body,
        "kinds": kinds,
        "stands_for": for_others,
        "desk": desk,
        "today": today,
        "more": MOST,
        "officers": _officers(markable, today) if markable else [],
        "several": len(own) > 1 or desk.everywhere,
        "key": secrets.token_urlsafe(16),
        "keeps": bool(bodies_kept(desk.person, today)),
        "leads": bool(bodies_of(desk.person, day=today, kinds=LEADERS)),
        "staff": bool(staffed),
        "moderates": bench_of(desk.person, today) is not None,
        "edits_law": edits_law(desk.person, today),
        "error": None,
        "marked": [],
    }
    return page(request, "office/queue.html", {**context, **shown}, status=status)


def _one_of(said: str | None, known: tuple[str, ...]) -> str:
    return said if said in known else known[0]


def _body(request: HttpRequest, desk: queue.Desk, own: list[Body]) -> Body | None:
    """The body that `?body=` narrows to: one of the reader's, or any for a supervisor."""
    slug = request.GET.get("body", "")[:80]
    if not slug:
        return None
    found = next((body for body in own if body.slug == slug), None)
    if found is None and desk.everywhere:
        found = Body.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _officers(bodies: set[int], today: dt.date) -> list[tuple[str, str]]:
    """(handle, name with roles) of whom the marked cases may be given to, each person once."""
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for role in bulk.officers(bodies, today):
        found.setdefault(role.person.handle, (role.person.name, {}))[1][str(role.get_kind_display())] = None
    return [(handle, f"{name} · {', '.join(kinds)}") for handle, (name, kinds) in found.items()]


def _row(
    row: Any,
    today: dt.date,
    calendar: Any,
    language: str,
    staffed: frozenset[int],
    known: tuple[Lifecycle, dict[str, Term]],
) -> dict[str, Any]:
    table, terms = known
    term = terms.get(row.kind)
    late = row.due_on < today
    return {
        "case": row.case,
        "href": links.path(row.case, language, official=True),
        "body": row.body.name(language).text,
        "body_id": row.body_id,
        "letter": getattr(row.case, "letter", None),
        "term": str(term.title) if term else row.kind,
        "state": str(table.state(row.case.state).title),
        "due_on": row.due_on,
        "late": late,
        "days": calendar.working_between(row.due_on, today) if late else calendar.working_between(today, row.due_on),
        "assignee": row.assignee.name if row.assignee else None,
        "invented": row.body.invented,
        "markable": row.duty_of == "body" and row.case.body_id in staffed and bulk.assignable(row.case),
    }


@require_POST
@at_desk
def assign(request: HttpRequest, desk: queue.Desk, now: dt.datetime) -> HttpResponse:
    """Give the marked cases to one officer; says case by case what was done and what was refused, and why."""
    marked = request.POST.getlist("case")
    to = bulk.person_of(request.POST.get("to", ""), desk.bodies, legal_day(now))
    if not marked or to is None:
        error = "cases" if not marked else "to"
        return _queue(request, desk, now, status=422, error=error, marked=marked)
    told = bulk.assign(
        desk=desk, public_ids=marked, to=to, by=me(request), now=now, key=request.POST.get("key", "")[:30]
    )
    if not told:
        return see("office:work")
    refused = [one for one in told if one.refused]
    context = {"told": told, "refused": refused, "done": [one for one in told if not one.refused], "to": to}
    return page(request, "office/assigned.html", context)
