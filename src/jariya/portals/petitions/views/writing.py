"""Writing a petition: both languages side by side, saved by itself and by a button, checked while one writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.explain import explain
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.desk import typed_version
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.people.private import me, now_of, page
from jariya.kernel.signing import pages as signing
from jariya.portals.petitions import law, live, signed
from jariya.portals.petitions.actions import drafting
from jariya.portals.petitions.forms import DraftForm
from jariya.portals.petitions.models import Draft
from jariya.portals.petitions.queries import mine
from jariya.portals.petitions.texts import texts_of
from jariya.portals.petitions.thresholds import CENTRAL_KINDS, LOCAL_KINDS

MOST_BODIES = 40


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def _draft(request: HttpRequest, key: str) -> Draft:
    """One's own draft; another's does not exist."""
    rows = Draft.objects.select_related("addressee", "revises", "person").filter(person_id=me(request).pk)
    found = rows.filter(key=key[:40]).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs("petition")
def front(request: HttpRequest) -> HttpResponse:
    """What a petition is and what follows; one's drafts and petitions; a button that begins a new one."""
    now, refusal = now_of(request), None
    if request.method == "POST":
        slug = request.POST.get("addressee", "")[:80]
        body = Body.objects.connected().on(legal_day(now)).filter(slug=slug).first() if slug else None
        try:
            made = drafting.begin(person=me(request), now=now, first="ru" if lang() == "ru" else "kk", addressee=body)
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("petitions:draft", args=[made.key]))
    context = {
        "drafts": list(Draft.objects.filter(person_id=me(request).pk).order_by("-at", "-pk")),
        "petitions": mine(me(request)),
        "refusal": refusal,
        "norms": law_now().norms.at(legal_day(now)),
        "states": _states(),
        "deleted": request.GET.get("deleted", ""),
    }
    return page(request, "petitions/write.html", context, status=refusal.status if refusal else 200)


def _states() -> dict[str, Any]:
    from jariya.portals.petitions.lifecycle import PETITION

    return {state.code: state.title for state in PETITION.states}


def _bodies(words: str, chosen: Body | None, day: dt.date) -> list[Body]:
    """Bodies offered as addressee: those that take petitions, by name; the chosen one is always among them."""
    rows = Body.objects.connected().on(day).filter(kind__in=[*CENTRAL_KINDS, *LOCAL_KINDS], level__in=_LEVELS)
    for word in words.lower().split()[:5]:
        rows = rows.filter(search_text__contains=word)
    own = "sort_ru" if lang() == "ru" else "sort_kk"
    found = list(rows.order_by(own, "pk")[:MOST_BODIES])
    return found if chosen is None or chosen in found else [chosen, *found]


_LEVELS = ("republic", "region", "district")


def _form(request: HttpRequest, draft: Draft, day: dt.date) -> DraftForm:
    posted = request.POST if request.method == "POST" else None
    bodies = _bodies(request.POST.get("find", "")[:100], draft.addressee, day)
    slug = request.POST.get("addressee", "")[:80]
    if slug and slug not in {body.slug for body in bodies}:
        bodies += list(Body.objects.connected().on(day).filter(slug=slug)[:1])
    names = ("first_language", "title_kk", "title_ru", "text_kk", "text_ru")
    initial = {**{name: getattr(draft, name) for name in names},
               "addressee": draft.addressee.slug if draft.addressee else ""}  # fmt: skip
    return DraftForm(posted, initial=initial, bodies=bodies, lang=lang())


@require_http_methods(["GET", "HEAD", "POST"])
@needs("petition")
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """The form. Saving takes anything that was written; what is missing is said beside it."""
    found, now = _draft(request, key), now_of(request)
    day = legal_day(now)
    do, refusal = request.POST.get("do", "save"), None
    if request.method == "POST" and do == "delete":
        drafting.drop(draft=found)
        return HttpResponseRedirect(reverse("petitions:write") + "?deleted=1")
    form = _form(request, found, day)
    saved = False
    if request.method == "POST" and form.is_valid() and do != "find":
        try:
            found = drafting.save(
                draft=found, texts=form.texts(), addressee=form.body(), now=now, version=typed_version(request)
            )
            saved = True
        except Refused as error:
            refusal = error
    checks = _checks(form, found, day)
    if saved and do == "next" and checks.ready:
        return HttpResponseRedirect(reverse("petitions:review", args=[found.key]))
    wrong = request.method == "POST" and (bool(form.errors) or do == "next")
    context = {
        **_beside(found, checks, day),
        "form": form,
        "saved_at": now if saved else None,
        "refusal": refusal,
        "wrong": wrong,
        "going_on": do == "next" and request.method == "POST",
        "find": request.POST.get("find", ""),
    }
    status = refusal.status if refusal else 422 if wrong else 200
    return page(request, "petitions/draft.html", context, status=status)


def _checks(form: DraftForm, found: Draft, day: dt.date) -> live.Checks:
    if form.is_bound and form.is_valid():
        return live.check(form.texts(), form.body(), day)
    return live.check(texts_of(found), found.addressee, day)


def _beside(found: Draft, checks: live.Checks, day: dt.date) -> dict[str, Any]:
    return {
        "draft": found,
        "checks": checks,
        "bounds": law.bounds(day),
        "invented": found.addressee is not None and found.addressee.invented,
    }


@require_POST
@needs("petition")
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Save and check, for the script: the piece of the page that says what was found and when it was saved."""
    found, now = _draft(request, key), now_of(request)
    day = legal_day(now)
    form, refusal = _form(request, found, day), None
    saved = False
    if form.is_valid():
        try:
            found = drafting.save(
                draft=found, texts=form.texts(), addressee=form.body(), now=now, version=typed_version(request)
            )
            saved = True
        except Refused as error:
            refusal = error
    context = {
        **_beside(found, _checks(form, found, day), day),
        "saved_at": now if saved else None,
        "refusal": refusal,
        "by_script": True,
    }
    return page(request, "petitions/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("petition")
def review(request: HttpRequest, key: str) -> HttpResponse:
    """The last look: the words as they will be signed, what follows and by when, what is like it; then to sign."""
    found, now = _draft(request, key), now_of(request)
    day, texts = legal_day(now), texts_of(found)
    checks = live.check(texts, found.addressee, day)
    if not checks.ready:
        return HttpResponseRedirect(reverse("petitions:draft", args=[found.key]))
    if request.method == "POST":
        session = signed.begin(
            draft=found,
            back=reverse("petitions:after-signing", args=[found.key]),
            language=lang(),
            origin=signing.host_of(request),
            now=now,
        )
        return signing.to_page(session)
    norms = law_now().norms.at(day)
    due = norms["petition.moderation"].ends(day, law_now().calendar)
    context = {
        **_beside(found, checks, day),
        "texts": texts,
        "norms": norms,
        "due": due,
        "steps": explain(due, lang()),
        "desk": law.desk_of(found.addressee, day) if found.addressee else None,
    }
    return page(request, "petitions/review.html", context)


@require_safe
@needs("petition")
def after_signing(request: HttpRequest, key: str) -> HttpResponse:
    """Where an author comes back to: the submitted petition, or the last look when nothing was submitted."""
    session = signing.mine(request, request.GET.get("signing", ""))
    if session is not None and session.act == signed.SUBMIT and session.outcome:
        return HttpResponseRedirect(reverse("petitions:mine", args=[session.outcome["case"]]) + "?sent=1")
    there = Draft.objects.filter(person_id=me(request).pk, key=key[:40]).exists()
    return HttpResponseRedirect(reverse("petitions:review", args=[key]) if there else reverse("petitions:write"))
