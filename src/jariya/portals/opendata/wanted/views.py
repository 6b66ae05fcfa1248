"""Pages of requests for data: public lists with the same bytes for everyone, and the private form to ask."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import by_address, search_names
from jariya.kernel.correspondence.registration import takes_letters
from jariya.kernel.language import personal
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.people.private import identity_of, me, now_of
from jariya.kernel.people.private import page as private_page
from jariya.kernel.web.caching import kept, table
from jariya.portals.opendata.wanted import actions, queries
from jariya.portals.opendata.wanted.forms import AskForm

TONES = {
    "asked": "gold", "planned": "sky", "exists": "good", "published": "good", "declined": "neutral",
    "hidden": "neutral", "withdrawn": "neutral",
}  # fmt: skip


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    return kept(render(request, f"wanted/{template}", {"tones": TONES, **context}, using="jinja2"))


def _lang() -> str:
    return translation.get_language() or "kk"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What people ask for, newest first or the most supported first."""
    which, order = request.GET.get("which", ""), request.GET.get("order", "")
    which = which if which in queries.WHICH else ""
    order = order if order == queries.MOST else ""
    found = by_address(request.GET["body"][:80]) if request.GET.get("body") else None
    body = found.body if found else None
    rows, following = queries.listed(
        which=which, order=order, body=body.pk if body else None, after=request.GET.get("after", "")[:60] or None
    )
    return page(
        request, "front.html", {"rows": rows, "following": following, "which": which, "order": order, "body": body}
    )


@require_safe
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request with its answer, its clock, and what it led to."""
    view = queries.find(public_id, lang=_lang())
    if view is None:
        raise Http404
    case = view.line.case
    if case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("wanted:one", args=[case.public_id]))
    return page(request, "one.html", {"view": view, "case": case, "row": view.line.row, "invented": case.invented})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """All requests as a table."""
    return table(queries.as_csv(), "wanted.csv")


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Choose which body to ask. Public and cacheable."""
    text, after = request.GET.get("q", "")[:200].strip(), request.GET.get("after")
    day = legal_day(now_of(request))
    connected = search_names(lang=_lang(), day=day, connected=True, after=None if text else after)
    found = search_names(text, lang=_lang(), day=day, after=after) if text else None
    return page(request, "choose.html", {"q": text, "connected": connected, "found": found})


def _body(slug: str, request: HttpRequest) -> Body:
    found = by_address(slug)
    if found is None or not takes_letters(found.body, legal_day(now_of(request))):
        raise Http404
    return found.body


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, what is there already, one last look, publishing. The same steps without a script as with one."""
    body, now = _body(slug, request), now_of(request)
    refusal: Refused | None = None
    found: list[personal.Found] = []
    stage, alike = "form", []
    if request.method == "POST":
        form = AskForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            text = actions.whole(said["title"], said["text"])
            found, alike = personal.find(text), queries.alike(text, lang=said["language"])
            stage = "form" if request.POST.get("do") == "change" else "review"
            if request.POST.get("do") == "publish":
                try:
                    made = actions.ask(
                        body=body,
                        title=said["title"],
                        text=said["text"],
                        language=said["language"],
                        by=me(request),
                        identity=identity_of(request),
                        now=now,
                        confirmed=request.POST.get("confirmed") == "1",
                        key=f"wanted:{said['key']}",
                    )
                except Refused as error:
                    refusal = error
                else:
                    return HttpResponseRedirect(reverse("wanted:one", args=[made.case.public_id]))
    else:
        lang = "ru" if _lang() == "ru" else "en" if _lang() == "en" else "kk"
        title = request.GET.get("title", "")[:200]
        form = AskForm(initial={"language": lang, "key": secrets.token_urlsafe(16), "title": title})
        alike = queries.alike(title, lang=lang) if title else []
    context = {
        "form": form,
        "body": body,
        "stage": stage,
        "refusal": refusal,
        "found": found,
        "alike": alike,
        "proven": identity_of(request) not in {"", "none", "email"},
        "invented": body.invented,
    }
    status = refusal.status if refusal else 422 if form.is_bound and form.errors else 200
    return private_page(request, "wanted/ask.html", context, status=status)


@require_POST
@needs("ask")
def alike(request: HttpRequest) -> HttpResponse:
    """What is like the words typed so far, for the script: a piece of the page."""
    lang = request.POST.get("language", "")
    text = f"{request.POST.get('title', '')[:300]} {request.POST.get('text', '')[:1700]}"
    found = queries.alike(text, lang=lang if lang in ("kk", "ru", "en") else "kk")
    return private_page(request, "wanted/alike.html", {"alike": found})
