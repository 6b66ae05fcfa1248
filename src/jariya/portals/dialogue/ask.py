"""Asking: choose a body, write, review, send."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body, Holding
from jariya.kernel.bodies.queries import by_address, search_names
from jariya.kernel.correspondence.registration import takes_letters
from jariya.kernel.files import forms as files
from jariya.kernel.files.uploads import found as uploads_of
from jariya.kernel.language import personal
from jariya.kernel.law.explain import explain
from jariya.kernel.law.queries import law_now
from jariya.kernel.law.terms import received_on
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.search.queries import similar
from jariya.kernel.signing import pages as signing
from jariya.portals.dialogue import actions, signed
from jariya.portals.dialogue.access import identity_of, me, now_of
from jariya.portals.dialogue.access import page as private_page
from jariya.portals.dialogue.appeals import client as appeals
from jariya.portals.dialogue.forms import MAX_POINTS, AskForm
from jariya.portals.dialogue.models import Draft
from jariya.portals.dialogue.views import page

FILES = "files"


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Choose whom to ask. Public and cacheable; bodies that take questions here come first."""
    lang = translation.get_language() or "kk"
    text = request.GET.get("q", "")[:200].strip()
    day = legal_day(now_of(request))
    after = request.GET.get("after")
    connected = search_names(lang=lang, day=day, connected=True, after=None if text else after)
    found = search_names(text, lang=lang, day=day, after=after) if text else None
    return page(request, "dialogue/choose.html", {"q": text, "connected": connected, "found": found})


def _body(slug: str, request: HttpRequest) -> Body:
    found = by_address(slug)
    if found is None or not takes_letters(found.body, legal_day(now_of(request))):
        raise Http404
    return found.body


def _initial(request: HttpRequest, body: Body) -> dict[str, Any]:
    lang = translation.get_language()
    draft = Draft.objects.filter(person_id=me(request).pk, body=body).first()
    if draft is None:
        return {"language": "ru" if lang == "ru" else "kk", "public": True, "key": secrets.token_urlsafe(16)}
    points = {f"point_{number}": text for number, text in enumerate(draft.points, start=1)}
    return {"language": draft.language, "title": draft.title, "public": draft.public, "key": draft.key, **points}


def _kept_files(request: HttpRequest, body: Body) -> list[str]:
    return Draft.objects.filter(person_id=me(request).pk, body=body).values_list("files", flat=True).first() or []


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The form. A valid one becomes a draft and is shown for review; an invalid one comes back with what was typed."""
    body = _body(slug, request)
    now, posted = now_of(request), request.method == "POST"
    form = AskForm(request.POST) if posted else AskForm(initial=_initial(request, body))
    kept = files.take(request, FILES, by=me(request), now=now) if posted else files.held(
        me(request), _kept_files(request, body), now=now
    )  # fmt: skip
    if posted and form.is_valid() and kept.clean:
        actions.save_draft(
            person=me(request),
            body=body,
            key=form.cleaned_data["key"],
            title=form.cleaned_data["title"],
            points=form.points(),
            language=form.cleaned_data["language"],
            public=form.cleaned_data["public"],
            files=kept.tokens,
            now=now,
        )
        return HttpResponseRedirect(reverse("dialogue:review", args=[body.slug]))
    head = Holding.objects.on(legal_day(now)).filter(post__body=body, post__kind="head").first()
    context = {
        "form": form,
        "kept": kept,
        "body": body,
        "head": head,
        "shown": form.shown(),
        "max_points": MAX_POINTS,
        "invented": body.invented,
    }
    return private_page(request, "dialogue/write.html", context, status=422 if posted else 200)


def _sign(request: HttpRequest, draft: Draft, now: dt.datetime) -> HttpResponse:
    """To the page where the question is signed; it is registered when the signature has passed its check."""
    session = signed.begin_question(
        draft=draft,
        back=reverse("dialogue:after-signing", args=[draft.body.slug]),
        language=translation.get_language() or "kk",
        origin=signing.host_of(request),
        now=now,
    )
    return signing.to_page(session)


@require_safe
@needs("ask")
def after_signing(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a signer comes back to: the registered question, or the review when nothing was registered."""
    if outcome := signing.outcome_of(request, signed.ASK):
        return HttpResponseRedirect(reverse("dialogue:mine", args=[outcome["case"]]) + "?sent=1")
    return HttpResponseRedirect(reverse("dialogue:review", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Last look: the text as it will be registered, the due day explained, answered questions that are alike."""
    body = _body(slug, request)
    now = now_of(request)
    draft = Draft.objects.filter(person_id=me(request).pk, body=body).first()
    sent = request.POST.get("key", "")
    if draft is None and not (request.method == "POST" and sent):
        return HttpResponseRedirect(reverse("dialogue:ask-body", args=[body.slug]))
    refusal = None
    if request.method == "POST" and draft is not None and request.POST.get("kind") == "appeal":
        return HttpResponseRedirect(reverse("appeals:new", args=[body.slug]))
    if request.method == "POST" and draft is not None and request.POST.get("way") == "eds":
        return _sign(request, draft, now)
    if request.method == "POST":
        try:
            outcome = (
                actions.ask(
                    by=me(request),
                    body=body,
                    title=draft.title if draft else "",
                    points=list(draft.points) if draft else [],
                    language=draft.language if draft else "kk",
                    public=draft.public if draft else False,
                    identity=identity_of(request),
                    key=f"ask:{draft.key if draft else sent}",
                    uploads=uploads_of(draft.files, me(request)) if draft else (),
                    now=now,
                )
                if draft
                else actions.already_asked(by=me(request), key=f"ask:{sent}")
            )
        except Refused as error:
            refusal = error
        else:
            if outcome is None:
                return HttpResponseRedirect(reverse("dialogue:ask-body", args=[body.slug]))
            return HttpResponseRedirect(reverse("dialogue:mine", args=[outcome.case.public_id]) + "?sent=1")
    assert draft is not None
    law = law_now()
    norms, calendar = law.norms, law.calendar
    registered = received_on(now, norms, calendar)
    due = norms.at(registered)["question.answer"].ends(registered, calendar)
    lang = translation.get_language() or "kk"
    context = {
        "draft": draft,
        "body": body,
        "files": uploads_of(draft.files, me(request)),
        "refusal": refusal,
        "due": due,
        "steps": explain(due, lang),
        "registered": registered,
        "alike": similar(" ".join([draft.title, *draft.points])[:2000], lang=draft.language, kind="question", limit=5),
        "proven": identity_of(request) not in {"none", "email"},
        "personal": personal.find("\n".join([draft.title, *draft.points])) if draft.public else [],
        "invented": body.invented,
        "appeals": appeals.available() and bool(body.bin),
    }
    return private_page(request, "dialogue/review.html", context, status=refusal.status if refusal else 200)
