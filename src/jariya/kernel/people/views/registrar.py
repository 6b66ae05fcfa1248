"""The registrar's desk: officials of one's bodies, enrolment by a one-time link, roles granted and ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.names import searchable
from jariya.kernel.people import enrolment, roles, sessions
from jariya.kernel.people.gates import needs
from jariya.kernel.people.models import Person, Role, RoleKind
from jariya.kernel.people.queries import bodies_of, roles_in_words, roles_of
from jariya.kernel.people.staff_forms import EnrolForm, RoleForm
from jariya.kernel.people.texts import sentence

PAGE = 50
FOUND = 20


def _bodies(registrar: Person, day: dt.date) -> frozenset[int] | None:
    """Bodies whose officials the registrar keeps; None: all. 404 for anyone else, as for a page that is not there."""
    if RoleKind.REGISTRAR in roles_of(registrar, body_id=None, day=day):
        return None
    own = bodies_of(registrar, day=day, kinds=frozenset({RoleKind.REGISTRAR}))
    if not own:
        raise Http404
    return own


@needs("registry")
@require_safe
def staff_list(request: HttpRequest) -> HttpResponse:
    """Officials with a role today in the registrar's bodies, fifty a page."""
    person: Person = request.user  # type: ignore[assignment]
    day = timezone.localdate()
    mine = _bodies(person, day)
    held = Role.objects.on(day)
    if mine is not None:
        held = held.filter(body_id__in=mine)
    after = request.GET.get("after", "")
    people = Person.objects.filter(staff=True, pk__in=held.values("person_id")).order_by("pk")
    if after.isdecimal() and len(after) < 19:
        people = people.filter(pk__gt=int(after))
    page = list(people[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    lang = get_language() or "kk"
    by_person: dict[int, list[Role]] = {}
    for role in held.filter(person__in=page).select_related("body").order_by("body__sort_kk", "kind"):
        by_person.setdefault(role.person_id, []).append(role)
    rows = [
        {"person": one, "roles": [(r.get_kind_display(), r.body.name(lang)) for r in by_person.get(one.pk, [])]}
        for one in page
    ]
    context = {"rows": rows, "next": page[-1].pk if more else None, "noindex": True}
    return render(request, "people/staff_list.html", context, using="jinja2")


def _body(registrar: Person, slug: str, day: dt.date) -> Body | None:
    body = Body.objects.filter(slug=slug[:80]).first() if slug else None
    return body if body and roles.grantable(registrar, body.pk, day) else None


def _choice(registrar: Person, asked: str, day: dt.date) -> list[Body]:
    """Bodies to choose from: one's own, or those whose name has the words that were typed."""
    mine = _bodies(registrar, day)
    found = Body.objects.on(day)
    if mine is not None:
        found = found.filter(pk__in=mine)
    words = searchable(asked[:200]).split()
    if mine is None and not words:
        return []
    for word in words[:6]:
        found = found.filter(search_text__contains=word)
    return list(found.order_by("sort_kk", "pk")[:FOUND])


@needs("registry")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_staff(request: HttpRequest) -> HttpResponse:
    """First the body, then the official: name, e-mail, roles. The answer shows the one-time link, once."""
    registrar: Person = request.user  # type: ignore[assignment]
    now = timezone.now()
    day = timezone.localdate(now)
    _bodies(registrar, day)
    slug = (request.POST if request.method == "POST" else request.GET).get("body", "")
    body = _body(registrar, slug, day)
    if body is None:
        asked = request.GET.get("q", "")
        context = {
            "asked": asked,
            "bodies": [(one.slug, one.name(get_language() or "kk")) for one in _choice(registrar, asked, day)],
            "refused": sentence("body_missing") if request.method == "POST" or slug else "",
            "noindex": True,
        }
        return render(
            request, "people/choose_body.html", context, status=422 if context["refused"] else 200, using="jinja2"
        )
    kinds = roles.grantable(registrar, body.pk, day)
    form = EnrolForm(request.POST or None, kinds=kinds)
    refused = ""
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            with transaction.atomic():
                issued = enrolment.enrol(
                    name=found["name"],
                    email=found["email"],
                    body=body,
                    kinds=found["kinds"],
                    language=found["language"],
                    since=day,
                    by=registrar,
                    now=now,
                )
        except roles.RoleError as error:
            refused = sentence(error.code)
        else:
            return _link_page(request, issued)
    context = {
        "form": form,
        "body": body,
        "body_name": body.name(get_language() or "kk"),
        "refused": refused,
        "noindex": True,
    }
    failed = bool(refused or form.errors)
    return render(request, "people/enrol_staff.html", context, status=422 if failed else 200, using="jinja2")


def _link_page(request: HttpRequest, issued: enrolment.Issued) -> HttpResponse:
    address = settings.PUBLIC_URL
    if settings.DEMO:
        address = f"{request.scheme}://{request.get_host()}"
    context = {
        "link": address + reverse("people:enrol", args=[issued.token]),
        "person": issued.enrolment.person,
        "until": issued.enrolment.expires_at,
        "noindex": True,
    }
    return render(request, "people/link.html", context, using="jinja2")


def _official(registrar: Person, handle: str, day: dt.date) -> Person:
    person = Person.objects.filter(handle=handle[:32], staff=True).first()
    mine = _bodies(registrar, day)
    if person is None:
        raise Http404
    if mine is not None and not Role.objects.filter(person=person, body_id__in=mine).exists():
        raise Http404
    return person


@needs("registry")
@require_http_methods(["GET", "HEAD", "POST"])
def official(request: HttpRequest, handle: str) -> HttpResponse:
    """One official: roles with the right to end them, one more role, a new link when the key is lost."""
    registrar: Person = request.user  # type: ignore[assignment]
    day = timezone.localdate()
    person = _official(registrar, handle, day)
    return _official_page(request, person)


def _official_page(request: HttpRequest, person: Person, *, refused: str = "", status: int = 200) -> HttpResponse:
    registrar: Person = request.user  # type: ignore[assignment]
    day = timezone.localdate()
    mine = _bodies(registrar, day)
    own = sorted(mine or ())
    if mine is None:
        own = sorted(bodies_of(person, day=day))
    lang = get_language() or "kk"
    bodies = [(str(b.pk), b.name(lang).text) for b in Body.objects.filter(pk__in=own).order_by("sort_kk", "pk")]
    form = RoleForm(None if refused else request.POST or None, bodies=bodies)
    if request.method == "POST" and not refused and form.is_valid():
        body = Body.objects.get(pk=int(form.cleaned_data["body"]))
        kind = form.cleaned_data["kind"]
        if kind not in roles.grantable(registrar, body.pk, day):
            raise Http404
        try:
            roles.grant(person, body, kind, since=day, by=registrar)
        except roles.RoleError as error:
            refused = sentence(error.code)
        else:
            return HttpResponseRedirect(reverse("people:official", args=[person.handle]))
    shown: list[dict[str, Any]] = []
    for role in roles_in_words(person, day):
        role["mine"] = role["kind_code"] in roles.grantable(registrar, role["body_id"], day)
        shown.append(role)
    context = {
        "official": person,
        "roles": shown,
        "form": form,
        "manages": roles.may_manage(registrar, person, day),
        "refused": refused,
        "noindex": True,
    }
    failed = bool(refused or form.errors)
    status = status if status != 200 else 422 if failed else 200
    return render(request, "people/official.html", context, status=status, using="jinja2")


@needs("registry")
@require_POST
def new_link(request: HttpRequest, handle: str) -> HttpResponse:
    """A new one-time link; earlier ones end. The old keys end when the new one is set up."""
    registrar: Person = request.user  # type: ignore[assignment]
    now = timezone.now()
    day = timezone.localdate(now)
    person = _official(registrar, handle, day)
    if not roles.may_manage(registrar, person, day):
        raise Http404
    if not sessions.fresh(request, now):
        return _official_page(request, person, refused=sentence("fresh_needed"), status=403)
    return _link_page(request, enrolment.issue(person, by=registrar, now=now))


@needs("registry")
@require_POST
def end_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """End a role from today: yesterday was its last day, or today if it began today."""
    registrar: Person = request.user  # type: ignore[assignment]
    day = timezone.localdate()
    role = Role.objects.select_related("person").filter(pk=role_id).first()
    if role is None or role.kind not in roles.grantable(registrar, role.body_id, day):
        raise Http404
    if role.everywhere and RoleKind.REGISTRAR not in roles_of(registrar, body_id=None, day=day):
        raise Http404
    roles.end(role, last_day=day - dt.timedelta(days=1))
    return HttpResponseRedirect(reverse("people:official", args=[role.person.handle]))
