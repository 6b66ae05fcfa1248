"""Pages of editorial offices: the public register, the newsroom, joining, and the authorised body's desk."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.gates import needs, signed_in
from jariya.kernel.people.private import me, now_of
from jariya.kernel.people.private import page as private_page
from jariya.kernel.people.queries import roles_of
from jariya.kernel.web.caching import kept
from jariya.portals.requests.editorial import actions, queries
from jariya.portals.requests.editorial.forms import JoinForm, OfficeForm
from jariya.portals.requests.editorial.models import Member, MemberRole, Office


def _public(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return kept(render(request, template, context, using="jinja2"))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _see(name: str, *args: Any, query: str = "") -> HttpResponse:
    response: HttpResponse = HttpResponseRedirect(reverse(name, args=args) + (f"?{query}" if query else ""))
    response.status_code = 303
    return response


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The register: every office, what it makes, since and until when. Public and cacheable."""
    rows, following = queries.offices(after=request.GET.get("after", "")[:40])
    today = legal_day(now_of(request))
    context = {"offices": [(row, row.accredited_on(today)) for row in rows], "following": following}
    return _public(request, "editorial/front.html", context)


@require_safe
def office(request: HttpRequest, code: str) -> HttpResponse:
    """An office and its published requests. Public and cacheable; no journalist is named."""
    found = Office.objects.filter(code=code).select_related("region").first()
    if found is None:
        raise Http404
    rows, following = queries.published(found, before=_number(request.GET.get("before")))
    context = {
        "office": found,
        "holds": found.accredited_on(legal_day(now_of(request))),
        "requests": rows,
        "following": following,
        "invented": found.invented,
    }
    return _public(request, "editorial/office.html", context)


def _member(request: HttpRequest) -> Member:
    member = queries.member_of(me(request), legal_day(now_of(request)))
    if member is None:
        raise Http404
    return member


@require_safe
@signed_in
def room(request: HttpRequest) -> HttpResponse:
    """The newsroom: requests of the office with their terms, its members, and for the head its invitations."""
    member = _member(request)
    now = now_of(request)
    rows, following = queries.room(member.office, before=_number(request.GET.get("before")))
    context = {
        "member": member,
        "office": member.office,
        "rows": [_row(case, member) for case in rows],
        "following": following,
        "members": list(actions.standing(member.office, legal_day(now)).order_by("since", "pk")),
        "invitations": list(queries.invitations(member.office, now=now)) if member.role == MemberRole.HEAD else [],
        "link": request.session.pop("editorial_link", ""),
        "done": "done" in request.GET,
        "today": legal_day(now),
        "invented": member.office.invented,
    }
    return private_page(request, "editorial/room.html", context)


def _row(case: Any, member: Member) -> dict[str, Any]:
    due = next((row for row in case.obligations.all() if row.kind == "answer" and row.cancelled_on is None), None)
    return {
        "case": case,
        "state": lifecycle(case.kind).state(case.state).title,
        "due": due,
        "own": case.person_id == member.person_id,
        "public": case.visibility == "public" and not case.sealed,
    }


@require_POST
@signed_in
def invite(request: HttpRequest) -> HttpResponse:
    """Make an invitation; its link is shown once."""
    member = _member(request)
    role = MemberRole.HEAD if request.POST.get("role") == "head" else MemberRole.JOURNALIST
    try:
        secret = actions.invite(office=member.office, role=role, by=me(request), now=now_of(request))
    except Refused as error:
        return _refused(request, error)
    # Shown once on the page that follows; the address never holds it.
    request.session["editorial_link"] = request.build_absolute_uri(reverse("editorial:join", args=[secret]))
    return _see("editorial:room", query="done=1")


@require_POST
@signed_in
def change(request: HttpRequest) -> HttpResponse:
    """End a membership, make somebody a head, take an invitation back; or leave."""
    member = _member(request)
    do, now = request.POST.get("do", ""), now_of(request)
    number = _number(request.POST.get("member"))
    other = Member.objects.filter(pk=number, office=member.office, until=None).select_related("office").first()
    try:
        if do == "cancel":
            token = uuid.UUID(request.POST.get("invitation", ""))
            actions.cancel_invitation(token=token, office=member.office, by=me(request), now=now)
        elif do == "end" and other is not None:
            actions.end_member(member=other, by=me(request), now=now)
        elif do == "head" and other is not None:
            actions.hand_on(member=other, by=me(request), now=now)
        else:
            raise Http404
    except ValueError:
        raise Http404 from None
    except Refused as error:
        return _refused(request, error)
    if other is not None and other.person_id == me(request).pk:
        return _see("editorial:front")
    return _see("editorial:room", query="done=1")


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return private_page(request, "editorial/refused.html", {"refusal": error}, status=error.status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Join an office by an invitation."""
    now = now_of(request)
    found = actions.invitation(secret, now=now)
    form = JoinForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.join(secret=secret, person=me(request), name=form.cleaned_data["name"], now=now)
        except Refused as error:
            refusal = error
        else:
            return _see("editorial:room")
    context = {"found": found, "form": form, "refusal": refusal, "invented": bool(found and found.office.invented)}
    status = refusal.status if refusal else 422 if form.errors else 200 if found else 410
    return private_page(request, "editorial/join.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("registry")
def desk(request: HttpRequest) -> HttpResponse:
    """The authorised body accredits offices, ends accreditations and invites the first head."""
    now = now_of(request)
    if "supervisor" not in roles_of(me(request), body_id=None, day=legal_day(now)):
        raise Http404
    form = OfficeForm(request.POST if request.POST.get("do") == "accredit" else None)
    refusal, link = None, ""
    chosen = Office.objects.filter(code=request.POST.get("office", "")).first()
    if request.method == "POST":
        try:
            if request.POST.get("do") == "accredit":
                if form.is_valid():
                    _accredit(form, request)
                    return _see("editorial:desk", query="done=1")
            elif chosen is None:
                raise Http404
            elif request.POST.get("do") == "end":
                actions.end_office(office=chosen, last_day=legal_day(now), by=me(request), now=now)
                return _see("editorial:desk", query="done=1")
            else:
                secret = actions.invite(office=chosen, role=MemberRole.HEAD, by=me(request), now=now)
                link = request.build_absolute_uri(reverse("editorial:join", args=[secret]))
        except Refused as error:
            refusal = error
    rows, following = queries.offices(after=request.GET.get("after", "")[:40])
    context = {
        "form": form,
        "offices": [(row, row.accredited_on(legal_day(now))) for row in rows],
        "following": following,
        "refusal": refusal,
        "link": link,
        "done": "done" in request.GET,
    }
    return private_page(
        request, "editorial/desk.html", context, status=refusal.status if refusal else 422 if form.errors else 200
    )


def _accredit(form: OfficeForm, request: HttpRequest) -> None:
    done = form.cleaned_data
    region = done["region"]
    actions.accredit(
        code=done["code"],
        names={"kk": done["name_kk"], "ru": done["name_ru"]},
        medium=done["medium"],
        region=region,
        source=done["source"],
        by=me(request),
        now=now_of(request),
        # What hangs on the invented oblast is invented, and says so.
        invented=bool(region and region.invented),
    )
