"""Filing a request: write, review, sign or send."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
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
from jariya.kernel.people.private import identity_of, me, now_of, page
from jariya.kernel.signing import pages as signing
from jariya.portals.requests import actions, facets, media, signed
from jariya.portals.requests.forms import MAX_POINTS, ManyForm, RequestForm
from jariya.portals.requests.models import Draft, Track
from jariya.portals.requests.views import alike, known

FILES = "files"
CANDIDATES = 40


def _body(slug: str, request: HttpRequest) -> Body:
    found = by_address(slug)
    if found is None or not takes_letters(found.body, legal_day(now_of(request))):
        raise Http404
    return found.body


def _lang() -> str:
    return translation.get_language() or "kk"


def _draft(request: HttpRequest, body: Body) -> Draft | None:
    found: Draft | None = Draft.objects.filter(person_id=me(request).pk, body=body).select_related("body").first()
    return found


def _initial(draft: Draft | None) -> dict[str, Any]:
    if draft is None:
        language = "ru" if _lang() == "ru" else "kk"
        return {"language": language, "track": Track.OPEN.value, "key": secrets.token_urlsafe(16)}
    points = {f"point_{number}": text for number, text in enumerate(draft.points, start=1)}
    kept = ("language", "title", "subject", "track", "embargo_until", "key")
    return {**{name: getattr(draft, name) for name in kept}, "as_media": draft.media, **points}


def _candidates(request: HttpRequest, body: Body, chosen: list[str]) -> list[Body]:
    """Bodies offered for the same text: what was looked for, and what is chosen already."""
    day, words = legal_day(now_of(request)), request.POST.get("find", "")[:200]
    rows = search_names(words, lang=_lang(), day=day, connected=True, limit=CANDIDATES).bodies if words.strip() else []
    kept = Body.objects.connected().on(day).filter(slug__in=chosen[:100])
    return list({row.pk: row for row in [*kept, *rows] if row.pk != body.pk}.values())


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The form. A valid one becomes a draft and is shown for review; an invalid one comes back with what was typed."""
    body, now = _body(slug, request), now_of(request)
    today, law = legal_day(now), law_now()
    norms = law.norms.at(today)
    draft, office = _draft(request, body), media.office_of(me(request), today)
    posted = request.method == "POST"
    options: dict[str, Any] = {
        "subjects": facets.subjects(today, _lang(), law.norms),
        "office": office.name if office else "",
        "today": today,
        "last": today + dt.timedelta(days=norms["request.embargo.longest"].count),
    }
    form = RequestForm(request.POST, **options) if posted else RequestForm(initial=_initial(draft), **options)
    chosen = request.POST.getlist("more") if posted else list(draft.more_bodies) if draft else []
    many: dict[str, Any] = {
        "bodies": _candidates(request, body, chosen),
        "lang": _lang(),
        "most": norms["request.batch.most"].count,
    }
    also = ManyForm(request.POST, **many) if posted else ManyForm(initial={"more": chosen}, **many)
    kept = files.take(request, FILES, by=me(request), now=now) if posted else files.held(
        me(request), draft.files if draft else (), now=now
    )  # fmt: skip
    looking = posted and request.POST.get("do") == "find"
    alone = None
    if posted and not looking and form.is_valid() and also.is_valid() and kept.clean:
        if also.cleaned_data["more"] and kept.uploads:
            alone = True  # a file lies in one case: it cannot go to many at once
        else:
            said = form.cleaned_data
            actions.save_draft(
                person=me(request),
                body=body,
                now=now,
                key=said["key"],
                title=said["title"],
                points=form.points(),
                language=said["language"],
                subject=said["subject"],
                media=bool(said.get("as_media")),
                track=said["track"],
                embargo_until=said["embargo_until"],
                more_bodies=also.cleaned_data["more"],
                files=kept.tokens,
            )
            return HttpResponseRedirect(reverse("requests:review", args=[body.slug]))
    wrong = posted and not looking
    context = {
        "form": form,
        "also": also,
        "find": request.POST.get("find", ""),
        "looking": looking,
        "kept": kept,
        "alone": alone,
        "body": body,
        "shown": form.shown(),
        "max_points": MAX_POINTS,
        "unrestrictable": [row.title for row in options["subjects"] if row.unrestrictable],
        "errors_shown": wrong,
        "invented": body.invented,
    }
    return page(request, "requests/write.html", context, status=422 if wrong else 200)


def _sign(request: HttpRequest, draft: Draft, now: dt.datetime) -> HttpResponse:
    """To the page where the request is signed; it is registered when the signature has passed its check."""
    session = signed.begin_request(
        draft=draft,
        back=reverse("requests:after-signing", args=[draft.body.slug]),
        language=_lang(),
        origin=signing.host_of(request),
        now=now,
    )
    return signing.to_page(session)


@require_safe
@needs("ask")
def after_signing(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a signer comes back to: the registered request, or the review when nothing was registered."""
    if outcome := signing.outcome_of(request, signed.ASK):
        return HttpResponseRedirect(reverse("requests:mine", args=[outcome["case"]]) + "?sent=1")
    return HttpResponseRedirect(reverse("requests:review", args=[slug]))


def _send(request: HttpRequest, draft: Draft, now: dt.datetime) -> str:
    """Register the draft, at one body or at many; where to go then. Raises `Refused`."""
    text = {**signed.text_arguments(draft), "identity": identity_of(request), "now": now}
    if draft.more_bodies:
        others = list(Body.objects.filter(slug__in=draft.more_bodies).order_by("sort_kk", "pk"))
        sent = actions.ask_many(by=me(request), bodies=[draft.body, *others], key=draft.key, **text)
        return reverse("requests:my-batch", args=[sent.batch.public_id]) + "?sent=1"
    outcome = actions.ask(
        by=me(request),
        body=draft.body,
        key=f"request:{draft.key}",
        uploads=uploads_of(draft.files, me(request)),
        **text,
    )
    return reverse("requests:mine", args=[outcome.case.public_id]) + "?sent=1"


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Last look: the text as it will be registered, the due day explained, what is like it, what is public already."""
    body, now = _body(slug, request), now_of(request)
    draft, sent = _draft(request, body), request.POST.get("key", "")
    if draft is None:
        before = actions.already_sent(by=me(request), key=f"request:{sent}") if sent else None
        if before is None:
            return HttpResponseRedirect(reverse("requests:ask-body", args=[body.slug]))
        return HttpResponseRedirect(reverse("requests:mine", args=[before.case.public_id]) + "?sent=1")
    refusal = None
    if request.method == "POST" and request.POST.get("way") == "eds" and not draft.more_bodies:
        return _sign(request, draft, now)
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_send(request, draft, now))
        except Refused as error:
            refusal = error
    law = law_now()
    registered = received_on(now, law.norms, law.calendar)
    norm = "media.answer" if draft.media else "ati.answer"
    due = law.norms.at(registered)[norm].ends(registered, law.calendar)
    text = " ".join([draft.title, *draft.points])
    context = {
        "draft": draft,
        "body": body,
        "others": list(Body.objects.filter(slug__in=draft.more_bodies).order_by("sort_kk", "pk")),
        "files": uploads_of(draft.files, me(request)),
        "refusal": refusal,
        "due": due,
        "norm": norm,
        "confirmed": due.norm.confirmed,
        "fee": law.norms.at(registered)["ati.fee"],
        "steps": explain(due, _lang()),
        "registered": registered,
        "subject": facets.subject_title(draft.subject, _lang(), law.norms),
        "alike": alike(text, draft.language),
        "public": known(text, draft.language),
        "proven": identity_of(request) not in {"none", "email"},
        "personal": [] if draft.track == Track.CLOSED else personal.find("\n".join([draft.title, *draft.points])),
        "invented": body.invented,
    }
    return page(request, "requests/review.html", context, status=refusal.status if refusal else 200)
