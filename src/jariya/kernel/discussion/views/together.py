"""One official answer to many comments that say nearly the same: choosing, writing, looking, publishing; its page."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.discussion import actions, groups, queries
from jariya.kernel.discussion.forms import CommentForm
from jariya.kernel.discussion.models import Comment
from jariya.kernel.discussion.refusals import refused
from jariya.kernel.discussion.views.access import comment_of, lang, matter, me, private
from jariya.kernel.discussion.views.reading import page
from jariya.kernel.discussion.views.writing import STAFF
from jariya.kernel.language import personal
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.people.queries import roles_of
from jariya.kernel.people.sessions import level_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer the unanswered comments that say nearly the same as this one; each can be left out."""
    lead, now = comment_of(public_id), timezone.now()
    if not roles_of(me(request), body_id=lead.case.body_id, day=legal_day(now)) & STAFF:
        raise Http404
    most = norms_now().at(legal_day(now))["discussion.text"].count
    options: dict[str, Any] = {"most": most, "organisations": [], "official": True}
    chosen = request.POST.getlist("of")[: groups.MOST_COMPARED]
    rows = groups.with_any_of(lead.case, {lead.public_id, *chosen})
    refusal: Refused | None = None if rows else refused("comment.parent_gone")
    stage, found = "form", []
    if request.method == "POST":
        form = CommentForm(request.POST, **options)
        picked = [view.comment for view in rows if view.comment.public_id in set(chosen)]
        if form.is_valid() and rows:
            found = personal.find(form.cleaned_data["text"])
            stage = "form" if request.POST.get("do") == "change" else "review"
            if len(picked) < len(set(chosen)):
                refusal = refused("together.changed", gone=len(set(chosen)) - len(picked))
            elif len(picked) < 2:
                refusal = refused("together.too_few")
            elif request.POST.get("do") == "publish":
                try:
                    made = _publish(request, form, picked)
                except Refused as error:
                    refusal = error
                else:
                    return HttpResponseRedirect(reverse("discussion:together", args=[made.public_id]))
        if refusal is not None:
            stage = "form"
    else:
        form = CommentForm(initial={"language": lang(), "key": secrets.token_urlsafe(16)}, **options)
        picked = [view.comment for view in rows]
    context = {
        **matter(lead.case),
        "lead": lead,
        "rows": rows,
        "picked": {row.public_id for row in picked},
        "form": form,
        "stage": stage,
        "refusal": refusal,
        "found": found,
    }
    status = refusal.status if refusal else 422 if form.is_bound and form.errors else 200
    return private(request, "answer_together.html", context, status=status)


def _publish(request: HttpRequest, form: CommentForm, picked: list[Comment]) -> Comment:
    return actions.answer_together(
        comments=picked,
        text=form.cleaned_data["text"],
        language=form.cleaned_data["language"],
        by=me(request),
        identity=str(level_of(request)),
        confirmed=request.POST.get("confirmed") == "1",
        key=f"say:{form.cleaned_data['key']}",
        now=timezone.now(),
    )


@require_safe
def together(request: HttpRequest, public_id: str) -> HttpResponse:
    """An answer that was given to many comments at once: its text, its former versions, all that it answers."""
    found = comment_of(public_id)
    if not found.shared:
        raise Http404
    rows, following = groups.members(found, after=request.GET.get("after", "")[:40] or None)
    context = {
        **matter(found.case),
        "view": queries.views([found])[0],
        "versions": queries.history(found),
        "rows": rows,
        "following": following,
    }
    return page(request, "together.html", context)
