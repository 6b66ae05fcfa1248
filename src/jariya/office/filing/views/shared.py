"""What the pages of filing share: the clerk's own filing, the due day shown beforehand, the language of the person."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.correspondence.registration import takes_letters
from jariya.kernel.law.explain import explain
from jariya.kernel.law.queries import law_now
from jariya.kernel.law.terms import received_on
from jariya.kernel.lifecycle.engine import legal_day
from jariya.office.filing import actions, kinds
from jariya.office.filing.models import Filing
from jariya.portals.dialogue.access import me


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def to(name: str, *args: Any, language: str | None = None, query: str = "") -> HttpResponse:
    """After a form: to a page that may be reloaded, in the reader's language or in the person's."""
    with translation.override(language or lang()):
        response: HttpResponse = HttpResponseRedirect(reverse(name, args=args) + (f"?{query}" if query else ""))
    response.status_code = 303
    return response


def own(request: HttpRequest, token: uuid.UUID) -> Filing:
    """The reader's own filing; another's answers as one that does not exist."""
    found = actions.by_token(token, me(request))
    if found is None:
        raise Http404
    return found


def open_body(slug: str, now: dt.datetime) -> Body:
    """A body that takes letters here."""
    found = by_address(slug)
    if found is None or not takes_letters(found.body, legal_day(now)):
        raise Http404
    return found.body


def due_of(filing: Filing, now: dt.datetime) -> dict[str, Any]:
    """The day of registration and the due day with its explanation, as they would be now."""
    law = law_now()
    registered = received_on(actions.received_moment(filing) or now, law.norms, law.calendar)
    kind = kinds.of(filing.kind)
    due = law.norms.at(registered)[kind.norm].ends(registered, law.calendar) if kind else None
    steps = explain(due, lang()) if due else []
    return {"registered": registered, "due": due, "steps": steps, "norm": kind.norm if kind else ""}
