"""The supervisor's desk over signatures: patterns, invalidation, paper, switches. Each use of power is recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Region
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.gates import needs
from jariya.kernel.people.models import RoleKind
from jariya.kernel.people.private import me, now_of, page
from jariya.kernel.people.queries import bodies_of
from jariya.kernel.web.forms import PlainText
from jariya.portals.petitions.collecting import invalidating, patterns, queries, switches
from jariya.portals.petitions.collecting import paper as papers
from jariya.portals.petitions.collecting.models import Collection, Invalidation, Issuer, PaperBatch

SUPERVISORS = frozenset({RoleKind.SUPERVISOR})
CLERKS = frozenset({RoleKind.SUPERVISOR, RoleKind.MODERATOR})
MOST_SCAN = 20 * 1024 * 1024
LISTED = 100
ERRORS = {
    "no_condition": _("Give at least one condition: a time, a region or an issuer."),
    "reason_missing": _("Write the reason: it stays for ever."),
    "none_found": _("No signature meets these conditions. Nothing was prepared."),
    "own_request": _("Another person must start what you prepared."),
    "not_prepared": _("This was started, done or cancelled meanwhile."),
    "too_late": _("It is subtracted already: the log never changes. Who was met may sign again."),
    "switch_unknown": _("There is no such switch."),
    "switch_same": _("It is so already: someone used the switch before you."),
    "closed": _("Collecting is over: nothing was entered."),
    "nothing": _("Write how many signatures there are."),
    "scans_missing": _("Add the scans of the sheets."),
    "scan_twice": _("One of these scans was entered before. Nothing was entered."),
}


def allowed(request: HttpRequest, kinds: frozenset[str] = SUPERVISORS) -> None:
    """Supervisors and, for paper, moderators; 404 for everyone else."""
    if not bodies_of(me(request), day=legal_day(now_of(request)), kinds=kinds):
        raise Http404


def collection_of(request: HttpRequest, public_id: str) -> Collection:
    known = ids.normal(public_id)
    found: Collection | None = (
        Collection.objects.select_related("case__body", "log").filter(case__public_id=known or "").first()
    )
    # An invented official has no power over a real petition.
    if found is None or (me(request).invented and not found.case.invented):
        raise Http404
    return found


@require_safe
@needs("office")
def front(request: HttpRequest) -> HttpResponse:
    """Petitions that collect, the fastest first; switches below."""
    allowed(request, CLERKS)
    rows = Collection.objects.filter(sealed_at=None).select_related("case__body").order_by("-signatures", "pk")
    if me(request).invented:
        rows = rows.filter(case__body__invented=True)
    return page(request, "collecting/desk.html", {"rows": list(rows[:LISTED])})


@require_safe
@needs("office")
def petition(request: HttpRequest, public_id: str) -> HttpResponse:
    """One petition: signatures by minute, region and issuer since yesterday, and what is strange about them."""
    allowed(request, CLERKS)
    found, since = collection_of(request, public_id), now_of(request) - dt.timedelta(hours=24)
    regions, issuers = patterns.shares(found.case, since=since)
    names = {
        row.code: row.name(translation.get_language() or "kk").text for row in Region.objects.filter(level="region")
    }
    context = {
        "found": found,
        "count": queries.count(found.case),
        "waiting": queries.waiting(found.case),
        "minutes": patterns.minutes(found.case, since=since)[-60:],
        "regions": [(names.get(code, code), number) for code, number in regions],
        "issuers": issuers,
        "findings": patterns.findings(found.case, since=since)[:50],
        "names": names,
        "invalidations": list(Invalidation.objects.filter(petition=found).order_by("-pk")[:20]),
        "papers": list(PaperBatch.objects.filter(petition=found).order_by("-pk")[:LISTED]),
        "supervisor": bool(bodies_of(me(request), day=legal_day(now_of(request)), kinds=SUPERVISORS)),
        "invented": found.case.invented,
    }
    return page(request, "collecting/desk_petition.html", context)


def _region_choices() -> list[tuple[str, Any]]:
    lang = translation.get_language() or "kk"
    rows = Region.objects.filter(level="region").order_by("sort_kk", "pk")
    return [("", _("any region")), *((row.code, row.name(lang).text) for row in rows)]


class InvalidateForm(forms.Form):
    """Which signatures, and why."""

    given_from = forms.DateTimeField(label=_("Signed from (UTC)"), required=False, help_text="2026-03-18 05:00")
    given_until = forms.DateTimeField(label=_("Signed before (UTC)"), required=False, help_text="2026-03-18 06:00")
    region = forms.ChoiceField(label=_("Region"), required=False)
    issuer = forms.ModelChoiceField(
        label=_("Issuer of the certificates"), queryset=Issuer.objects.none(), required=False
    )
    reason = PlainText(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": ERRORS["reason_missing"]},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region, issuer = self.fields["region"], self.fields["issuer"]
        assert isinstance(region, forms.ChoiceField) and isinstance(issuer, forms.ModelChoiceField)
        region.choices = _region_choices()
        issuer.queryset = Issuer.objects.order_by("name")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def invalidate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Prepare: conditions and a dry run. Nothing changes yet."""
    allowed(request)
    found = collection_of(request, public_id)
    form = InvalidateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = invalidating.prepare(case=found.case, by=me(request), now=now_of(request), **_utc(form.cleaned_data))
        except invalidating.InvalidationError as error:
            form.add_error(None, str(ERRORS[error.code]))
        else:
            return HttpResponseRedirect(reverse("collecting:invalidation", args=[found.case.public_id, row.pk]))
    context = {"found": found, "form": form, "invented": found.case.invented}
    return page(request, "collecting/invalidate.html", context, status=422 if form.errors else 200)


def _utc(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Times of the form as they are labelled: in UTC, as the log's hours are."""
    return {
        name: value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) else value
        for name, value in cleaned.items()
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def invalidation(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """What was found; another supervisor starts it, anyone of them cancels it before it is subtracted."""
    allowed(request)
    found = collection_of(request, public_id)
    row = Invalidation.objects.select_related("issuer").filter(pk=number, petition=found).first()
    if row is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            if request.POST.get("step") == "start":
                invalidating.start(row, by=me(request), now=now_of(request))
            else:
                invalidating.cancel(row, by=me(request), now=now_of(request))
        except invalidating.InvalidationError as error:
            refusal = str(ERRORS[error.code])
        else:
            return HttpResponseRedirect(request.path)
    context = {
        "found": found,
        "row": row,
        "refusal": refusal,
        "own": row.prepared_by_id == me(request).pk,
        "region": dict(_region_choices()).get(row.region, row.region),
        "invented": found.case.invented,
    }
    return page(request, "collecting/invalidation.html", context, status=409 if refusal else 200)


class PaperForm(forms.Form):
    """A batch of sheets of one region."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    number = forms.IntegerField(
        label=_("How many signatures"),
        min_value=1,
        max_value=100_000,
        error_messages={
            "required": ERRORS["nothing"],
            "invalid": ERRORS["nothing"],
            "min_value": ERRORS["nothing"],
            "max_value": _("At most 100,000 in a batch."),
        },
    )
    scan = forms.FileField(label=_("Scan of the sheets (PDF)"), error_messages={"required": ERRORS["scans_missing"]})
    note = PlainText(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)
        region.choices = _region_choices()


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """Enter a batch of signatures on paper."""
    allowed(request, CLERKS)
    found = collection_of(request, public_id)
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    if form.is_bound and form.is_valid() and form.cleaned_data["scan"].size > MOST_SCAN:
        form.add_error("scan", str(_("The scan is larger than 20 MB. Divide the sheets into several batches.")))
    elif form.is_bound and form.is_valid() and not _is_pdf(form.cleaned_data["scan"]):
        form.add_error("scan", str(_("This file is no PDF. Scan the sheets as PDF.")))
    elif form.is_bound and form.is_valid():
        cleaned = form.cleaned_data
        try:
            papers.enter(
                case=found.case,
                regions={cleaned["region"]: cleaned["number"]},
                scans=[cleaned["scan"].read()],
                by=me(request),
                now=now_of(request),
                note=cleaned["note"],
            )
        except papers.PaperError as error:
            form.add_error(None, str(ERRORS[error.code]))
        else:
            return HttpResponseRedirect(reverse("collecting:desk-petition", args=[found.case.public_id]))
    context = {"found": found, "form": form, "invented": found.case.invented}
    return page(request, "collecting/paper.html", context, status=422 if form.errors else 200)


def _is_pdf(file: Any) -> bool:
    """Whether it begins as a PDF does: what is handed out as one later was taken in as one."""
    begins = bytes(file.read(5))
    file.seek(0)
    return begins == b"%PDF-"


class SwitchForm(forms.Form):
    """Which part, and why."""

    name = forms.ChoiceField(label=_("Part of the house"), choices=lambda: list(switches.NAMES.items()))
    off = forms.ChoiceField(label=_("What to do"), choices=[("1", _("switch off")), ("0", _("switch on again"))])
    reason = PlainText(label=_("Reason"), max_length=500, error_messages={"required": ERRORS["reason_missing"]})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def switches_page(request: HttpRequest) -> HttpResponse:
    """Switch a part of the house off so that signing survives. Each use is logged."""
    allowed(request)
    form = SwitchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            switches.use(
                cleaned["name"],
                off=cleaned["off"] == "1",
                by=me(request),
                reason=cleaned["reason"],
                now=now_of(request),
            )
        except switches.SwitchError as error:
            form.add_error(None, str(ERRORS[error.code]))
        else:
            switches.forget()
            return HttpResponseRedirect(request.path)
    off = switches.all_off()
    context = {
        "form": form,
        "names": switches.NAMES,
        "parts": [(label, name in off) for name, label in switches.NAMES.items()],
        "uses": switches.uses(),
    }
    return page(request, "collecting/switches.html", context, status=422 if form.errors else 200)
