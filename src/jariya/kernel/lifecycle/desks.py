"""The desk of what a body brings before the public itself: posts, surveys, guides, sessions, recommendations.

Any kind of case, one set of pages: a list, a form for a new one, the page of one with its steps, a page a step.
Which verbs there are comes from the lifecycle table of the kind; a `Desk` says which form and action each has.
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
from jariya.kernel.lifecycle import desk as steps
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import Outcome, legal_day, possible
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.gates import needs
from jariya.kernel.people.models import Person
from jariya.kernel.people.private import me, page
from jariya.kernel.people.queries import bodies_of, roles_of

PAGE = 20
STAFF = ("officer", "deputy", "head")
View = Callable[..., HttpResponse]


def _no_more(case: Case, now: dt.datetime) -> dict[str, Any]:
    return {}


def _nobody_else(body_id: int, person: Person | None, day: dt.date) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True)
class Step:
    """One verb at the desk: its form, what is done with a valid one, a sentence above the form.

    `of`: (case or None, body) -> further arguments of the form, where it offers what depends on them.
    """

    form: type[forms.Form]
    do: Callable[..., Outcome]
    danger: bool = False
    note: Any = ""
    initial: Callable[[Case], dict[str, Any]] = field(default=lambda case: {})
    of: Callable[[Case | None, Body], dict[str, Any]] = field(default=lambda case, body: {})


class Plain(forms.Form):
    """A step that needs nothing typed."""


def plain(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """An action of a step whose form holds nothing."""

    def do(form: forms.Form, **common: Any) -> Outcome:
        return action(**common)

    return do


def typed(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """An action that takes the fields of its form by their names."""

    def do(form: forms.Form, **common: Any) -> Outcome:
        return action(**form.cleaned_data, **common)

    return do


def whole(action: Callable[..., Outcome], name: str) -> Callable[..., Outcome]:
    """An action that takes all that was written as one: what the form's method of this name makes of it."""

    def do(form: forms.Form, **common: Any) -> Outcome:
        return action(**{name: getattr(form, name)()}, **common)

    return do


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
        home: name and words of the address above the list.
        staff: roles that see the desk; `openers`: those that begin a new one.
        elsewhere: a new one lies with a body that its form names, and not with one's own.
        early: states in which it is seen by those alone who begin a new one.
        further: (body, person, day) -> further roles by which a step may be taken.
        base: the template that gives the pages their frame.
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
    home: tuple[str, Any]
    more: Callable[[Case, dt.datetime], dict[str, Any]] = _no_more
    staff: tuple[str, ...] = STAFF
    openers: tuple[str, ...] = STAFF
    elsewhere: bool = False
    early: tuple[str, ...] = ()
    further: Callable[[int, Person | None, dt.date], frozenset[str]] = _nobody_else
    base: str = "web/base.html"

    def urls(self) -> list[URLPattern]:
        """Addresses of the desk."""
        return [
            path("desk/", self.front(), name="desk"),
            path("desk/new/", self.new(), name="new"),
            path("desk/<str:public_id>/", self.one(), name="desk-one"),
            path("desk/<str:public_id>/<slug:verb>/", self.step(), name="step"),
        ]

    def front(self) -> View:
        """The list of one's bodies, in any state; of all bodies for who works for all of them."""

        @require_safe
        @self._guarded
        def view(request: HttpRequest, now: dt.datetime) -> HttpResponse:
            person, today = me(request), legal_day(now)
            before = request.GET.get("before", "")
            rows = Case.objects.filter(kind=self.kind).select_related("body").order_by("-pk")
            if not roles_of(person, body_id=None, day=today) & set(self.staff):
                rows = rows.filter(body_id__in=bodies_of(person, day=today, kinds=frozenset(self.staff)))
            begins = bool(bodies_of(person, day=today, kinds=frozenset(self.openers)))
            rows = rows if begins else rows.exclude(state__in=self.early)
            if before.isdecimal() and len(before) < 12:
                rows = rows.filter(pk__lt=int(before))
            found = list(rows[: PAGE + 1])
            lang, table = _lang(), lifecycle(self.kind)
            context = {
                "lines": [(case, *self.title(case, lang), table.state(case.state)) for case in found[:PAGE]],
                "following": found[PAGE - 1].pk if len(found) > PAGE else None,
                "may_open": begins,
                "invented": False,
            }
            return self._page(request, "front.html", context)

        return view

    def new(self) -> View:
        """The form of a new one."""

        @require_http_methods(["GET", "HEAD", "POST"])
        @self._guarded
        def view(request: HttpRequest, now: dt.datetime) -> HttpResponse:
            body, own = _body(request, bodies_of(me(request), day=legal_day(now), kinds=frozenset(self.openers)))
            form = self.opening.form(_posted(request), **self.opening.of(None, body))
            opening: dict[str, Any] = {"body": body, "by": me(request), "now": now}
            taken = steps.take(request, form, f"{self.kind}.new", self._begin, **opening)
            if taken.outcome is not None:
                return self._see(taken.outcome.case)
            context = {
                "form": form,
                "body": body,
                "bodies": own,
                "refusal": taken.refusal,
                "key": request.POST.get("key") or secrets.token_urlsafe(16),
                "invented": body.invented,
            }
            return self._page(request, "new.html", context, status=taken.status)

        return view

    def one(self) -> View:
        """One at the desk: what may be done, and what happened."""

        @require_safe
        @self._guarded
        def view(request: HttpRequest, now: dt.datetime, public_id: str) -> HttpResponse:
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
        @self._guarded
        def view(request: HttpRequest, now: dt.datetime, public_id: str, verb: str) -> HttpResponse:
            case, moves = self._open(request, public_id, now)
            rules = self.steps.get(verb)
            if rules is None:
                raise Http404
            move = next((found for found in moves if found.verb == verb), None)
            if move is None and request.method != "POST":
                return self._see(case)
            form = rules.form(_posted(request), initial=rules.initial(case), **rules.of(case, case.body))
            taken = steps.take(request, form, verb, rules.do, case=case, by=me(request), now=now)
            if taken.outcome is not None:
                return self._see(case, "?done=1")
            title, title_lang = self.title(case, _lang())
            context = {
                "case": case,
                "title": title,
                "title_lang": title_lang,
                "verb": verb,
                "heading": move.title if move else lifecycle(self.kind).moves_of(verb)[0].title,
                "rules": rules,
                "form": form,
                "refusal": taken.refusal,
                "key": request.POST.get("key") or secrets.token_urlsafe(16),
                "invented": case.invented,
            }
            return self._page(request, "step.html", context, status=taken.status)

        return view

    def _begin(self, form: Any, *, version: int | None, **common: Any) -> Outcome:
        """What is not there yet has no version."""
        return self.opening.do(form, **common)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return page(request, f"lifecycle/desk/{template}", {"desk": self, **context}, status=status)

    def _guarded(self, view: View) -> View:
        """Only for officials who see this desk, by an official's means; for others there is no page."""

        @needs("office")
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            now = timezone.now()
            if not bodies_of(me(request), day=legal_day(now), kinds=frozenset(self.staff)):
                raise Http404
            return view(request, now, *args, **kwargs)

        return guarded

    def _open(self, request: HttpRequest, public_id: str, now: dt.datetime) -> tuple[Case, list[Any]]:
        """A case of one's own body, and the steps this official may take now; 404 for everyone else."""
        person, today = me(request), legal_day(now)
        case = Case.objects.filter(kind=self.kind, public_id=ids.normal(public_id) or "").select_related("body").first()
        if case is None:
            raise Http404
        see = self.openers if case.state in self.early else self.staff
        if not roles_of(person, body_id=case.body_id, day=today) & set(see):
            raise Http404
        seen: dict[str, Any] = {}
        for move in possible(case, by=person, now=now, extra=self.further(case.body_id, person, today)):
            seen.setdefault(move.verb, move)
        return case, [move for verb, move in seen.items() if verb in self.steps]

    def _see(self, case: Case, query: str = "") -> HttpResponse:
        return HttpResponseRedirect(reverse(f"{self.space}:desk-one", args=[case.public_id]) + query)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _body(request: HttpRequest, bodies: frozenset[int]) -> tuple[Body, list[Body]]:
    """The body a new one is for: the one named, else the first of one's own."""
    own = list(Body.objects.filter(pk__in=bodies).order_by("sort_kk", "pk"))
    slug = request.POST.get("body") or request.GET.get("body")
    found = next((body for body in own if body.slug == slug), None) if slug else next(iter(own), None)
    if found is None:
        raise Http404
    return found, own


def _lang() -> str:
    return translation.get_language() or "kk"
