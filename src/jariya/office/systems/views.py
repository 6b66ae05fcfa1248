"""The desk of a body's own systems: which there are, their tokens, what they did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.people.private import me, page
from jariya.office.access import lang, see
from jariya.office.systems import actions
from jariya.office.systems.access import bodies_kept, keeps
from jariya.office.systems.forms import SystemForm, TokenForm
from jariya.office.systems.models import Call, Scope, System, Token
from jariya.office.systems.words import deed

PAGE = 40
View = Callable[..., HttpResponse]


def _keepers(view: View) -> View:
    """Only for heads and registrars; for others there is no page."""

    @needs("office")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        if not bodies_kept(me(request), legal_day(now)):
            raise Http404
        return view(request, now, *args, **kwargs)

    return guarded


def _body(request: HttpRequest, now: dt.datetime) -> tuple[Body, list[Body]]:
    """The body a page is about, and one's own; another one only for who keeps it too."""
    day = legal_day(now)
    own = list(Body.objects.filter(pk__in=bodies_kept(me(request), day)).order_by("sort_kk", "pk"))
    slug = request.POST.get("body") or request.GET.get("body")
    if not slug:
        return own[0], own
    found = Body.objects.filter(slug=slug[:80]).first()
    if found is None or not keeps(me(request), found.pk, day):
        raise Http404
    return found, own


@require_safe
@_keepers
def front(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """The programs of a body."""
    body, bodies = _body(request, now)
    rows = System.objects.filter(body=body).select_related("post", "person").order_by("ended_at", "title")
    day = legal_day(now)
    tokens: dict[int, int] = {}
    for token in Token.objects.filter(system__in=rows):
        tokens[token.system_id] = tokens.get(token.system_id, 0) + token.living(day)
    context = {
        "body": body,
        "bodies": bodies,
        "rows": [(row, tokens.get(row.pk, 0)) for row in rows],
        "done": "done" in request.GET,
        "invented": body.invented,
    }
    return page(request, "systems/front.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_keepers
def new(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """A new program."""
    body, _own = _body(request, now)
    form = SystemForm(request.POST if request.method == "POST" else None, body=body, lang=lang())
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        post = form.posts[form.cleaned_data["post"]]
        try:
            made = actions.make(body=body, post=post, title=form.cleaned_data["title"], by=me(request), now=now)
        except Refused as error:
            refusal = error
        else:
            return see("systems:one", made.person.handle)
    status = refusal.status if refusal else 422 if form.errors else 200
    context = {"body": body, "form": form, "refusal": refusal, "invented": body.invented}
    return page(request, "systems/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@_keepers
def one(request: HttpRequest, now: dt.datetime, handle: str) -> HttpResponse:
    """A program: its tokens, a new one, what it did. The answer to a new one shows its secret, once."""
    day = legal_day(now)
    system = System.objects.select_related("person", "body", "post").filter(person__handle=handle[:32]).first()
    if system is None or not keeps(me(request), system.body_id, day):
        raise Http404
    longest = norms_now().at(day)[actions.LIFE].count
    verb = request.POST.get("do", "") if request.method == "POST" else ""
    form = TokenForm(request.POST if verb == "issue" else None, today=day, longest=longest)
    refusal: Refused | None = None
    issued: actions.Issued | None = None
    try:
        if verb == "issue" and form.is_valid():
            said = form.cleaned_data
            issued = actions.issue(
                system=system, scopes=said["scopes"], expires_on=said["expires_on"], by=me(request), now=now
            )
        elif verb == "revoke":
            token = Token.objects.filter(system=system, word=request.POST.get("token", "")[:12]).first()
            if token is None:
                raise Http404
            actions.revoke(token=token, by=me(request), now=now)
            return see("systems:one", handle, query="done=1")
        elif verb == "end":
            actions.end(system=system, by=me(request), now=now)
            return see("systems:front", query=f"body={system.body.slug}&done=1")
        elif verb not in {"", "issue"}:
            raise Http404
    except Refused as error:
        refusal = error
    calls, following = _calls(system, request.GET.get("before", ""))
    context = {
        "system": system,
        "tokens": [(token, token.living(day)) for token in system.tokens.order_by("-made_at")],
        "scopes": dict(Scope.choices),
        "form": TokenForm(None, today=day, longest=longest) if issued else form,
        "issued": issued,
        "calls": [(call, deed(call.verb)) for call in calls],
        "following": following,
        "refusal": refusal,
        "done": "done" in request.GET,
        "invented": system.body.invented,
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return page(request, "systems/one.html", context, status=status)


def _calls(system: System, before: str) -> tuple[list[Call], int | None]:
    rows = Call.objects.filter(system=system).select_related("case", "post", "token").order_by("-id")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None
