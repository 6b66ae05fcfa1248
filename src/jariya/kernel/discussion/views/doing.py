"""What a reader and an author do with a comment: support, report, take back, appeal, keep the receipt."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.discussion import actions, grounds, organisations, queries, receipts
from jariya.kernel.discussion.actions.moderating import appeal_until
from jariya.kernel.discussion.forms import GroundForm, ReasonForm
from jariya.kernel.discussion.leaves import index_of, proof
from jariya.kernel.discussion.models import Report
from jariya.kernel.discussion.views.access import comment_of, lang, matter, me, own_comment, private
from jariya.kernel.discussion.views.writing import steps_open
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs, signed_in
from jariya.kernel.record.errors import RecordError


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rate")
def support(request: HttpRequest, public_id: str) -> HttpResponse:
    """Support a comment, or take the support back."""
    comment = comment_of(public_id)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            act = actions.unsupport if request.POST.get("do") == "back" else actions.support
            act(comment=comment, by=me(request), now=timezone.now())
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("discussion:support", args=[comment.public_id]))
    context = {
        **matter(comment.case),
        "view": queries.views([comment])[0],
        "supported": queries.supported(comment, me(request)),
        "number": queries.supports_now(comment),
        "own": comment.author_id == me(request).pk,
        "refusal": refusal,
    }
    return private(request, "support.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rate")
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell the moderators that a comment breaks a rule."""
    comment = comment_of(public_id)
    now = timezone.now()
    choices = grounds.in_force(legal_day(now), lang())
    form = GroundForm(request.POST if request.method == "POST" else None, grounds=choices)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(comment=comment, ground=form.cleaned_data["ground"], by=me(request), now=now)
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("discussion:report", args=[comment.public_id]))
    context = {
        **matter(comment.case),
        "view": queries.views([comment])[0],
        "form": form,
        "reported": Report.objects.filter(comment=comment, person=me(request)).exists(),
        "refusal": refusal,
    }
    return private(request, "report.html", context, status=refusal.status if refusal else 422 if form.errors else 200)


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """One's own comments, newest first, and the organisations one may speak for."""
    rows, following = queries.of_author(me(request), after=request.GET.get("after", "")[:40] or None)
    context = {
        "rows": rows,
        "following": following,
        "organisations": organisations.of(me(request), legal_day(timezone.now())),
        "invented": False,
    }
    return private(request, "mine.html", context)


@require_safe
@signed_in
def own(request: HttpRequest, public_id: str) -> HttpResponse:
    """The author's page of a comment: the text, its fate, its receipt, what may be done."""
    comment = own_comment(request, public_id)
    until = appeal_until(comment)
    context = {
        **matter(comment.case),
        "comment": comment,
        "versions": queries.history(comment, own=True),
        "said": queries.said_of(comment),
        "ground": grounds.title(comment.ground, lang()),
        "receipts": [(row, index_of(row.step_id)) for row in receipts.of(comment)],
        "editable": steps_open(comment),
        "until": until,
        "may_appeal": comment.status == "hidden" and until is not None and legal_day(timezone.now()) <= until,
        "sent": "sent" in request.GET,
    }
    return private(request, "own.html", context)


@require_safe
@signed_in
def receipt(request: HttpRequest, public_id: str) -> HttpResponse:
    """The receipts of one's comment as a file."""
    comment = own_comment(request, public_id)
    return _file(receipts.document(comment), f"{comment.public_id}.json", "application/json")


@require_safe
@signed_in
def entry(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """The proof that a version of one's comment stands in the public record."""
    comment = own_comment(request, public_id)
    rows = receipts.of(comment)
    if not 1 <= number <= len(rows):
        raise Http404
    try:
        content = proof(rows[number - 1].step_id)
    except RecordError:
        # No checkpoint covers it yet: the page says so beside the version.
        return HttpResponseRedirect(reverse("discussion:own", args=[comment.public_id]))
    return _file(content, f"{comment.public_id}-{number}.tlog-proof", "text/plain; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("withdraw")
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's comment back, after a page that says what it means."""
    comment = own_comment(request, public_id)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            actions.withdraw(comment=comment, by=me(request), now=timezone.now())
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("discussion:own", args=[comment.public_id]))
    context = {**matter(comment.case), "comment": comment, "refusal": refusal}
    return private(request, "withdraw.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for another person's decision on one's hidden comment."""
    comment = own_comment(request, public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(comment=comment, reason=form.cleaned_data["reason"], by=me(request), now=timezone.now())
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("discussion:own", args=[comment.public_id]))
    context = {
        **matter(comment.case),
        "comment": comment,
        "form": form,
        "refusal": refusal,
        "until": appeal_until(comment),
        "ground": grounds.title(comment.ground, lang()),
    }
    return private(request, "appeal.html", context, status=refusal.status if refusal else 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def organisation(request: HttpRequest) -> HttpResponse:
    """Prove by its certificate that one speaks for an organisation."""
    now = timezone.now()
    if request.method == "POST":
        session = organisations.begin(
            person=me(request), back=reverse("discussion:organisation"), language=lang(), now=now
        )
        return HttpResponseRedirect(reverse("signing:sign", args=[session.public_id]))
    context = {"organisations": organisations.of(me(request), legal_day(now)), "invented": False}
    return private(request, "organisation.html", context)
