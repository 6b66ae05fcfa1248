"""A scan of sheets with signatures on paper: opened to those who count them, with a reason; each look is recorded."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jariya.kernel.people.gates import needs
from jariya.kernel.people.private import me, now_of, page
from jariya.kernel.web.forms import PlainText
from jariya.portals.petitions.collecting import paper as papers
from jariya.portals.petitions.collecting.desk import CLERKS, ERRORS, allowed, collection_of
from jariya.portals.petitions.collecting.models import PaperBatch


class LookForm(forms.Form):
    """Why a scan is opened."""

    reason = PlainText(label=_("Reason"), min_length=5, max_length=500, error_messages={
        "required": ERRORS["reason_missing"], "min_length": ERRORS["reason_missing"],
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def scan(request: HttpRequest, public_id: str, batch: int, place: int) -> HttpResponse:
    """Who looked at a scan so far; with a reason, the scan itself. Sheets hold names and handwriting of citizens."""
    allowed(request, CLERKS)
    found = collection_of(request, public_id)
    row = PaperBatch.objects.filter(pk=batch, petition=found).first()
    if row is None or not 1 <= place <= len(row.scans):
        raise Http404
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            content = papers.look(
                case=found.case, batch=row, place=place, reason=form.cleaned_data["reason"], by=me(request),
                now=now_of(request),
            )  # fmt: skip
        except FileNotFoundError:
            raise Http404 from None
        name = f"{found.case.public_id}-{row.pk}-{place}.pdf"
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Cache-Control": "private, no-store", "Content-Disposition": f'attachment; filename="{name}"'},
        )
    context = {
        "found": found,
        "row": row,
        "place": place,
        "form": form,
        "views": row.views.filter(place=place).select_related("by").order_by("-pk")[:50],
        "invented": found.case.invented,
    }
    return page(request, "collecting/scan.html", context, status=422 if form.errors else 200)
