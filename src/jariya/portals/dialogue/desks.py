"""The desk of what a body itself brings before the public: posts of the blog, conferences, surveys.

Three kinds of cases, one set of pages: a list, a form for a new one, the page of one with its steps, a page a step.
Which verbs there are comes from the lifecycle table of the kind; here stands which form and action each has.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import Outcome, legal_day, possible
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.gates import needs
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import bodies_of, roles_of
from jariya.portals.dialogue.access import me, page
from jariya.portals.dialogue.mandate import STAFF, extra_roles

PAGE = 20
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Step:
    """One verb at the desk: its form, what is done with a valid one, a sentence above the form."""

    form: type[forms.Form]
    do: Callable[..., Outcome]
    danger: bool = False
    note: Any = ""
    initial: Callable[[Case], dict[str, Any]] = field(default=lambda case: {})


def _nothing(case: Case, now: dt.datetime) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Desk:
    """The pages of one kind.

    Args:
        kind: `Case.kind`; `space`: namespace of its addresses, with the names `desk`, `new`, `desk-one`, `step`.
        heading, action, empty: words for the list, for the button of a new one, for an empty list.
        opening: form and action of a new one; the action takes `body`.
        title: (case, lang) -> its title and the language it is in, published or not.
        public: name of its public page; shown once the case is public.
        template: what the page of one shows besides its steps.
        more: what that template needs.
    """

    kind: str
    space: str
    heading: Any
    action: Any
    empty: Any
    opening: Step
    steps: Mapping[str, Step]
    title: Callable[[Case, str], tuple[str, str]]
    public: str
    template: str
    more: Callable[[Case, dt.datetime], dict[str, Any]] = _nothing

    def urls(self) -> list[URLPattern]:
        """Addresses of the desk."""
        return [
            path("desk/", self.front(), name="desk"),
            path("desk/new/", self.new(), name="new"),
            path("desk/<str:public_id>/", self.one(), name="desk-one"),
            path("desk/<str:public_id>/<slug:verb>/", self.step(), name="step"),
        ]

    def front(self) -> View:
        """The list of one's bodies, in any state."""

        @require_safe
        @at_desk
        def view(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
            before = request.GET.get("before", "")
            rows = Case.objects.filter(kind=self.kind, body_id__in=bodies).select_related("body").order_by("-pk")
            if before.isdecimal() and len(before) < 12:
                rows = rows.filter(pk__lt=int(before))
            found = list(rows[: PAGE + 1])
            lang, table = _lang(), lifecycle(self.kind)
            lines = [(case, *self.title(case, lang), table.state(case.state)) for case in found[:PAGE]]
            following = found[PAGE - 1].pk if len(found) > PAGE else None
            return self._page(request, "front.html", {"lines": lines, "following": following, "invented": False})

        return view

    def new(self) -> View:
        """The form of a new one."""

        @require_http_methods(["GET", "HEAD", "POST"])
        @at_desk
        def view(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
            body, own = _body(request, bodies)
            refusal: Refused | None = None
            if request.method == "POST":
                form = self.opening.form(request.POST)
                if form.is_valid():
                    try:
                        made = self.opening.do(
                            form, body=body, by=me(request), now=now, key=_key(request, f"{self.kind}.new")
                        )
                    except Refused as error:
                        refusal = error
                    else:
                        return self._see(made.case)
            else:
                form = self.opening.form()
            context = {
                "form": form,
                "body": body,
                "bodies": own,
                "refusal": refusal,
                "key": request.POST.get("key") or secrets.token_urlsafe(16),
                "invented": body.invented,
            }
            return self._page(request, "new.html", context, status=_status(form, refusal))

        return view

    def one(self) -> View:
        """One at the desk: what may be done, and what happened."""

        @require_safe
        @at_desk
        def view(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str) -> HttpResponse:
            case, moves = self._open(request, public_id, now)
            lang = _lang()
            title, title_lang = self.title(case, lang)
            context = {
                "case": case,
                "title": title,
                "title_lang": title_lang,
                "state": lifecycle(self.kind).state(case.state),
                "moves": moves,
                "timeline": say(Event.objects.timeline(case.pk, public_only=False).select_related("case"), lang),
                "done": request.GET.get("done", ""),
                "invented": case.invented,
                **self.more(case, now),
            }
            return self._page(request, "one.html", context)

        return view

    def step(self) -> View:
        """One step: its form on GET, the act on POST. A refusal or an error comes back with all that was typed."""

        @require_http_methods(["GET", "HEAD", "POST"])
        @at_desk
        def view(
            request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, verb: str
        ) -> HttpResponse:
            case, moves = self._open(request, public_id, now)
            rules = self.steps.get(verb)
            if rules is None:
                raise Http404
            move = next((found for found in moves if found.verb == verb), None)
            if move is None and request.method != "POST":
                return self._see(case)
            refusal: Refused | None = None
            if request.method == "POST":
                form = rules.form(request.POST)
                if form.is_valid():
                    version = request.POST.get("version", "")
                    try:
                        rules.do(
                            form,
                            case=case,
                            by=me(request),
                            now=now,
                            version=int(version) if version.isdecimal() and len(version) < 9 else None,
                            key=_key(request, verb),
                        )
                    except Refused as error:
                        refusal = error
                    else:
                        return self._see(case, "?done=1")
            else:
                form = rules.form(initial=rules.initial(case))
            title, title_lang = self.title(case, _lang())
            context = {
                "case": case,
                "title": title,
                "title_lang": title_lang,
                "verb": verb,
                "heading": move.title if move else lifecycle(self.kind).moves_of(verb)[0].title,
                "rules": rules,
                "form": form,
                "refusal": refusal,
                "key": request.POST.get("key") or secrets.token_urlsafe(16),
                "invented": case.invented,
            }
            return self._page(request, "step.html", context, status=_status(form, refusal))

        return view

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return page(request, f"dialogue/desk/{template}", {"desk": self, **context}, status=status)

    def _open(self, request: HttpRequest, public_id: str, now: dt.datetime) -> tuple[Case, list[Any]]:
        """A case of one's own body, and the steps this official may take now; 404 for everyone else."""
        person, today = me(request), legal_day(now)
        case = Case.objects.filter(kind=self.kind, public_id=ids.normal(public_id) or "").select_related("body").first()
        if case is None or not roles_of(person, body_id=case.body_id, day=today) & set(STAFF):
            raise Http404
        extra = extra_roles(case.body_id, person, today)
        seen: dict[str, Any] = {}
        for move in possible(case, by=person, now=now, extra=extra):
            seen.setdefault(move.verb, move)
        return case, [move for verb, move in seen.items() if verb in self.steps]

    def _see(self, case: Case, query: str = "") -> HttpResponse:
        return HttpResponseRedirect(reverse(f"{self.space}:desk-one", args=[case.public_id]) + query)


def at_desk(view: View) -> View:
    """Only for officials of a body, by an official's means; for others there is no page."""

    @needs("office")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        bodies = bodies_of(me(request), day=legal_day(now), kinds=frozenset(STAFF))
        if not bodies:
            raise Http404
        return view(request, bodies, now, *args, **kwargs)

    return guarded


def may_see(person: Person, case: Case, now: dt.datetime) -> bool:
    """Whether a person works in the body of a case."""
    return bool(roles_of(person, body_id=case.body_id, day=legal_day(now)) & set(STAFF))


def _body(request: HttpRequest, bodies: frozenset[int]) -> tuple[Body, list[Body]]:
    """The body a new one is for: the one named, else the first of one's own."""
    own = list(Body.objects.filter(pk__in=bodies).order_by("sort_kk", "pk"))
    slug = request.POST.get("body") or request.GET.get("body")
    found = next((body for body in own if body.slug == slug), None) if slug else own[0]
    if found is None:
        raise Http404
    return found, own


def _lang() -> str:
    return translation.get_language() or "kk"


def _key(request: HttpRequest, verb: str) -> str | None:
    key = request.POST.get("key", "")[:50]
    return f"{verb}:{key}" if key else None


def _status(form: forms.Form, refusal: Refused | None) -> int:
    return refusal.status if refusal else 422 if form.is_bound and form.errors else 200
