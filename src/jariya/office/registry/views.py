"""The registry desk in the browser: find a body, propose a change and see its effects, decide as a second person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies import edits
from jariya.kernel.bodies.errors import BodyRefusal
from jariya.kernel.bodies.models import Body, RegistryEdit
from jariya.kernel.bodies.queries import search_names
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.models import Person
from jariya.office.access import lang, see
from jariya.office.law.access import at_law_desk
from jariya.office.registry import effects
from jariya.office.registry.forms import FORMS, NAMES, Refusal
from jariya.portals.dialogue.access import me, page

SHOWN = 20
TITLES = {
    "rename": (_("New name"), _("The body goes on under a new name; its old names and addresses stay findable.")),
    "merge": (_("Merge into another body"), _("The body ends, and another one takes over its open cases and terms.")),
    "close": (_("End without a successor"), _("The body ends and nobody takes over. It must owe nothing any more.")),
}


@require_safe
@at_law_desk
def front(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """What waits for a second person, what was decided, and the bodies to begin with (`?q=`)."""
    asked = request.GET.get("q", "")[:100].strip()
    rows = list(RegistryEdit.objects.select_related("body", "into")[:SHOWN])
    context = {
        "q": asked,
        "found": search_names(asked, day=legal_day(now), lang=lang(), limit=SHOWN).bodies if asked else [],
        "edits": rows,
        "names": _names(rows),
        "titles": TITLES,
    }
    return page(request, "office/registry/front.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_law_desk
def change(request: HttpRequest, now: dt.datetime, verb: str, slug: str) -> HttpResponse:
    """One change of one body: form, effects, proposal."""
    body = Body.objects.filter(slug=slug[:80]).first()
    if body is None or verb not in FORMS:
        raise Http404
    form = FORMS[verb](request.POST if request.method == "POST" else None, body=body, initial={"day": legal_day(now)})
    refusal, shown, status = None, None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.said
            try:
                edits.check(verb=verb, body=body, by=me(request), now=now, **said)
                effects.check(verb, body)
                if request.POST.get("do") == "propose":
                    made = edits.propose(verb=verb, body=body, by=me(request), now=now, **said)
                    return see("office:registry-edit", made.pk)
                shown, status = effects.of(verb, body, slug=said["slug"], day=said["day"]), 200
            except BodyRefusal as error:
                refusal = error
    context = {
        "body": body,
        "verb": verb,
        "title": TITLES[verb],
        "form": form,
        "refusal": refusal,
        "effects": shown,
        "into": form.said["into"] if shown else None,
    }
    return page(request, "office/registry/change.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_law_desk
def edit(request: HttpRequest, now: dt.datetime, number: int) -> HttpResponse:
    """One proposal: who, when, by which act, what follows. A second person decides; the author may withdraw."""
    row = RegistryEdit.objects.select_related("body", "into").filter(pk=number).first()
    if row is None:
        raise Http404
    form = Refusal(request.POST if request.POST.get("do") == "refuse" else None)
    refusal, status = None, 200
    if request.method == "POST":
        try:
            if _decide(request, row, form, now):
                return see("office:registry-edit", row.pk)
            status = 422
        except BodyRefusal as error:
            refusal, status = error, 409
            row.refresh_from_db()
    waits = row.status == "proposed"
    context = {
        "edit": row,
        "title": TITLES[row.verb],
        "changed": [
            (name, getattr(row.body, name), said) for name in NAMES if (said := row.names.get(name)) is not None
        ],
        "effects": effects.of(row.verb, row.body, slug=row.slug, day=row.day) if waits else None,
        "names": _names([row]),
        "mine": row.author == me(request).pk,
        "form": form,
        "refusal": refusal,
    }
    return page(request, "office/registry/edit.html", context, status=status)


def _decide(request: HttpRequest, row: RegistryEdit, form: Refusal, now: dt.datetime) -> bool:
    by, verb = me(request), request.POST.get("do")
    if verb == "approve":
        with transaction.atomic():
            effects.check(row.verb, row.body)
            edits.approve(edit=row.pk, by=by, now=now)
            effects.carry_out(row.verb, row.body, row.into, day=row.day)
        return True
    if verb == "withdraw":
        edits.withdraw(edit=row.pk, by=by, now=now)
        return True
    if verb != "refuse":
        raise BadRequest("none of our buttons")
    if not form.is_valid():
        return False
    edits.refuse(edit=row.pk, by=by, reason=form.cleaned_data["reason"], now=now)
    return True


def _names(rows: list[RegistryEdit]) -> dict[int, str]:
    ids: set[Any] = {pk for row in rows for pk in (row.author, row.decided_by) if pk}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
