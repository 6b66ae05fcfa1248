"""A citizen signs: the page before, the way to the signature, and the answer to "is my signature counted?".

All of it is private and works without JavaScript up to the signing step. Nobody has to be signed in to sign: the EDS
itself says who signs. The receipt alone asks for a sign-in, and no mail is sent: a receipt is also a tool for a boss.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Region
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.gates import private, signed_in
from jariya.kernel.people.models import Person
from jariya.kernel.people.private import me, now_of, page
from jariya.kernel.record.errors import RecordError
from jariya.kernel.record.proof import CONTENT_TYPE, SUFFIX
from jariya.kernel.signing import pages as signing
from jariya.kernel.signing.lifecycle import RUNNING
from jariya.portals.petitions.collecting import queries, removing, signed, subject
from jariya.portals.petitions.collecting.models import Signature
from jariya.portals.petitions.collecting.opening import log_name
from jariya.portals.petitions.collecting.queries import Position
from jariya.portals.petitions.collecting.subject import Subject


class SignForm(forms.Form):
    """Where the signer lives. It is counted by oblast; a place smaller than an oblast is not asked."""

    region = forms.ChoiceField(
        label=_("Where do you live?"),
        help_text=_("Oblast or city. Signatures are shown by region as numbers; your address is not asked."),
        error_messages={
            "required": _("Choose the oblast or city where you live."),
            "invalid_choice": _("Choose the oblast or city from the list."),
        },
    )
    read = forms.BooleanField(
        label=_("I have read the petition and sign it of my own will."),
        error_messages={"required": _("Confirm that you have read the petition.")},
    )

    def __init__(self, regions: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *regions]


def _case(request: HttpRequest, public_id: str) -> tuple[Case, Subject]:
    """The petition this reader may see; 404 as for one that does not exist."""
    known = ids.normal(public_id)
    case = Case.objects.filter(public_id=known, kind="petition").select_related("body").first() if known else None
    reader = request.user if isinstance(request.user, Person) else None
    found = subject.of(case, reader, _lang()) if case else None
    if case is None or found is None:
        raise Http404
    return case, found


def _lang() -> str:
    return translation.get_language() or "kk"


def _regions(invented: bool) -> list[tuple[str, str]]:
    rows = Region.objects.filter(level="region").order_by("sort_kk", "pk")
    if not invented:
        rows = rows.filter(invented=False)
    return [(row.code, row.name(_lang()).text) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@private
def sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page before signing: the whole text, in plain words what signing means; then on to the signature."""
    case, found = _case(request, public_id)
    form = SignForm(_regions(found.invented), request.POST if request.method == "POST" else None)
    if request.method == "POST" and found.signable and form.is_valid():
        session = signed.begin(
            case=case,
            by=request.user if isinstance(request.user, Person) else None,
            region=form.cleaned_data["region"],
            back=reverse("collecting:mine", args=[case.public_id]),
            language=_lang(),
            origin=signing.host_of(request),
            now=now_of(request),
        )
        if session.person_id is None:
            signing.hold(request, session, now=now_of(request))
        return signing.to_page(session)
    context = {
        "case": case,
        "found": found,
        "form": form,
        "mine": _position(request, case),
        "invented": found.invented,
    }
    return page(request, "collecting/sign.html", context, status=422 if form.errors else 200)


def _position(request: HttpRequest, case: Case) -> Position | None:
    """Where the signature of whoever is at the keyboard stands: by the account, or by this browser's own sessions."""
    if isinstance(request.user, Person):
        return queries.position(request.user, case)
    for public_id in reversed(request.session.get(signing.HELD, [])):
        session = signing.mine(request, public_id)
        if session is None or session.act != signed.ACT or case.public_id not in session.back:
            continue
        if session.status in RUNNING:
            return Position("waiting", session.received_at or session.issued_at)
        ref = (session.outcome or {}).get("ref", "")
        row = Signature.objects.filter(petition_id=case.pk, signer_ref=bytes.fromhex(ref)).first() if ref else None
        if row is not None:
            return queries.stands(row)
    return None


@require_safe
@private
def mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """Is my signature counted? One plain answer; tiles and proofs lie behind it."""
    case, found = _case(request, public_id)
    position = _position(request, case)
    held = signing.mine(request, request.GET.get("signing", ""))
    context = {
        "case": case,
        "found": found,
        "mine": position,
        "again": bool(held and (held.outcome or {}).get("state") == "already"),
        "count": queries.count(case),
        "log": log_name(case),
        "account": request.user.is_authenticated,
        "open": found.signable,
        "invented": found.invented,
    }
    return page(request, "collecting/mine.html", context)


@require_safe
@signed_in
def receipt(request: HttpRequest, public_id: str) -> HttpResponse:
    """The receipt as a `.tlog-proof` file, for its owner alone."""
    case, _found = _case(request, public_id)
    position = queries.position(me(request), case)
    if position is None or position.signature is None:
        raise Http404
    try:
        content = queries.receipt(position.signature)
    except RecordError:
        return HttpResponseRedirect(reverse("collecting:mine", args=[case.public_id]))
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{case.public_id}{SUFFIX}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@private
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the signature back, quietly, while collecting runs."""
    case, found = _case(request, public_id)
    position = _position(request, case)
    if position is None or position.signature is None:
        raise Http404
    if request.method == "POST":
        row = position.signature
        if removing.withdraw(case=case, signer_ref=bytes(row.signer_ref), now=now_of(request)):
            return HttpResponseRedirect(reverse("collecting:mine", args=[case.public_id]))
    context = {"case": case, "found": found, "mine": position, "open": found.signable, "invented": found.invented}
    return page(request, "collecting/withdraw.html", context, status=409 if request.method == "POST" else 200)


@require_safe
@private
def state(request: HttpRequest, public_id: str) -> HttpResponse:
    """For the public page's script: whether this reader has signed. The page itself is the same bytes for everyone."""
    case, _found = _case(request, public_id)
    position = _position(request, case)
    return JsonResponse({"state": position.state if position else "none"})
