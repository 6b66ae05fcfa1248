"""Pages of collective letters: write, the link that is passed on, one's own letters."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.correspondence.cosigners import actions, kinds, queries, signed
from jariya.kernel.correspondence.cosigners.forms import LetterForm
from jariya.kernel.correspondence.cosigners.models import Collective, Status
from jariya.kernel.correspondence.registration import takes_letters
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs, private, signed_in
from jariya.kernel.people.models import Person
from jariya.kernel.people.private import identity_of, me, now_of, page


def _see(name: str, *args: Any, query: str = "") -> HttpResponse:
    response: HttpResponse = HttpResponseRedirect(reverse(name, args=args) + (f"?{query}" if query else ""))
    response.status_code = 303
    return response


def _letter(token: uuid.UUID) -> Collective:
    found = queries.by_token(token)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def write(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Write a letter that others are to sign."""
    found, row, now = by_address(slug), kinds.of(kind), now_of(request)
    if found is None or row is None or not takes_letters(found.body, legal_day(now)):
        raise Http404
    start = {"language": "ru" if translation.get_language() == "ru" else "kk", "public": True}
    form = LetterForm(request.POST) if request.method == "POST" else LetterForm(initial=start)
    if request.method == "POST" and form.is_valid():
        letter = actions.open_letter(by=me(request), kind=kind, body=found.body, now=now, **form.letter())
        return _see("cosigners:letter", letter.token, query="opened=1")
    return _form(request, form, found.body)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def change(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Change the text, until the first co-signer."""
    letter = _letter(token)
    if letter.initiator_id != me(request).pk or letter.status != Status.GATHERING:
        raise Http404
    texts = {f"point_{n}": text for n, text in enumerate(letter.points, start=1)}
    start = {"language": letter.language, "public": letter.public, "title": letter.title, **texts}
    form = LetterForm(request.POST) if request.method == "POST" else LetterForm(initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rewrite(letter=letter, by=me(request), now=now_of(request), **form.letter())
        except Refused as error:
            return _form(request, form, letter.body, error)
        return _see("cosigners:letter", letter.token)
    return _form(request, form, letter.body)


def _form(request: HttpRequest, form: LetterForm, body: Body, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "form": form,
        "body": body,
        "refusal": refusal,
        "shown": form.shown(),
        "max_points": form.most(),
        "invented": body.invented,
    }
    return page(
        request, "cosigners/write.html", context, status=refusal.status if refusal else 422 if form.errors else 200
    )


def _reader(request: HttpRequest) -> Person | None:
    return me(request) if request.user.is_authenticated else None


@private
@require_safe
def letter(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The page of the link: the text and how many signed; once sent, what the parties read, for those who signed."""
    return _shown(request, _letter(token))


def _shown(request: HttpRequest, found: Collective, refusal: Refused | None = None) -> HttpResponse:
    reader = _reader(request)
    own = reader is not None and reader.pk == found.initiator_id
    name = queries.signed_by(found, reader)
    views = queries.readings(found) if own or name is not None else []
    gathering = found.status == Status.GATHERING and legal_day(now_of(request)) <= found.until
    kind = kinds.of(found.kind)
    context = {
        "letter": found,
        "kind": kind.title if kind else "",
        "names": actions.standing(found).count() + 1,
        "own": own,
        "name": name,
        "views": views,
        "gathering": gathering,
        "reader": reader,
        "link": request.build_absolute_uri(reverse("cosigners:letter", args=[found.token])),
        "opened": "opened" in request.GET,
        "refusal": refusal,
        "invented": found.body.invented,
    }
    return page(request, "cosigners/letter.html", context, status=refusal.status if refusal else 200)


@require_POST
@needs("ask")
def act(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Sign on (by the means of sign-in or by EDS), step back, send, drop."""
    found, now, person = _letter(token), now_of(request), me(request)
    do = request.POST.get("do", "")
    back = reverse("cosigners:letter", args=[found.token])
    try:
        if do == "sign":
            actions.sign_on(letter=found, person=person, level=identity_of(request), now=now)
        elif do == "eds":
            session = signed.begin(
                letter=found, person=person, back=back, language=translation.get_language() or "kk", now=now
            )
            return HttpResponseRedirect(reverse("signing:sign", args=[session.public_id]))
        elif do == "back":
            actions.step_back(letter=found, person=person, now=now)
        elif do == "send":
            actions.send(letter=found, by=person, identity=identity_of(request), now=now)
        elif do == "drop":
            actions.drop(letter=found, by=person, now=now)
            return _see("cosigners:mine")
        else:
            raise Http404
    except Refused as error:
        return _shown(request, found, error)
    return _see("cosigners:letter", found.token)


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Letters one wrote or signed with others."""
    return page(request, "cosigners/mine.html", {"letters": queries.mine(me(request)), "person": me(request)})
