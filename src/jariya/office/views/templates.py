"""Templates of answers of a body: listed, added, changed, removed. Removed and changed ones stay as rows."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web.forms import TOO_LONG
from jariya.office import queue, templates
from jariya.office.access import STAFF, at_desk, bodies_with, chosen_body, see
from jariya.office.forms import ANSWER_LIMIT
from jariya.office.models import AnswerTemplate
from jariya.portals.dialogue.access import me, page
from jariya.portals.dialogue.forms import PlainText


class TemplateForm(forms.Form):
    """A template: language, a title for colleagues, the text."""

    language = forms.ChoiceField(
        label=_("Language of the answer"),
        choices=[("kk", "Қазақша"), ("ru", "Русский")],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language."), "invalid_choice": _("Choose a language.")},
    )
    title = PlainText(
        label=_("Title for colleagues"),
        max_length=120,
        error_messages={"required": _("Give a title."), "max_length": TOO_LONG},
    )
    text = PlainText(
        label=_("Text"),
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea,
        help_text=_("A start of an answer, never the answer itself: each letter is answered point by point."),
        error_messages={"required": _("Write the text."), "max_length": TOO_LONG},
    )


@require_safe
@at_desk
def listed(request: HttpRequest, desk: queue.Desk, now: dt.datetime) -> HttpResponse:
    """The templates of a body by language."""
    bodies = bodies_with(request, legal_day(now), STAFF)
    body = chosen_body(request, bodies)
    rows = AnswerTemplate.objects.filter(body=body, retired_at__isnull=True).select_related("author")
    context = {
        "body": body,
        "bodies": bodies,
        "rows": list(rows.order_by("language", "title")[:200]),
        "done": request.GET.get("done"),
        "invented": body.invented,
    }
    return page(request, "office/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def new(request: HttpRequest, desk: queue.Desk, now: dt.datetime) -> HttpResponse:
    """Add a template."""
    body = chosen_body(request, bodies_with(request, legal_day(now), STAFF))
    return _edited(request, now, body, None)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def one(request: HttpRequest, desk: queue.Desk, now: dt.datetime, token: uuid.UUID) -> HttpResponse:
    """Change or remove a template."""
    bodies = bodies_with(request, legal_day(now), STAFF)
    found = AnswerTemplate.objects.filter(token=token, body__in=bodies).select_related("body").first()
    if found is None:
        raise Http404
    if found.retired_at is not None:  # changed or removed meanwhile: the list has what is offered now
        return see("office:templates", query=f"body={found.body.slug}")
    if request.method == "POST" and request.POST.get("do") == "remove":
        templates.retire(template=found, by=me(request), now=now)
        return see("office:templates", query=f"body={found.body.slug}&done=1")
    return _edited(request, now, found.body, found)


def _edited(request: HttpRequest, now: dt.datetime, body: Body, template: AnswerTemplate | None) -> HttpResponse:
    start: dict[str, Any] = {"language": "kk"}
    if template:
        start = {"language": template.language, "title": template.title, "text": template.text}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=start)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            if templates.save(template=template, body=body, by=me(request), now=now, **form.cleaned_data):
                return see("office:templates", query=f"body={body.slug}&done=1")
            form.add_error("title", _("The body has a template of this title in this language."))
        status = 422
    context = {"form": form, "body": body, "template": template, "invented": body.invented}
    return page(request, "office/template.html", context, status=status)
