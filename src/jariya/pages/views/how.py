"""How it works: made from the lifecycle tables and the norms in force, so that it cannot differ from the program."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jariya.kernel.law.norms import Norms
from jariya.kernel.lifecycle.table import lifecycles
from jariya.pages.diagram import draw
from jariya.pages.howto import how
from jariya.pages.public import lang_of, law_or_none, page, today_of
from jariya.pages.words import WAITS_FOR


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What a case is, how terms are counted, and each kind of case with its own page."""
    return page(request, "pages/how/front.html", {"tables": lifecycles(), "today": today_of(request)})


@require_safe
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """States, moves, who may and by which norm, of one kind of case."""
    table = next((table for table in lifecycles() if table.kind == kind), None)
    if table is None:
        raise Http404
    law = law_or_none()
    day = today_of(request)
    context = {
        "how": how(table, law.norms if law else Norms(0, ()), day, lang_of(request)),
        "drawing": draw(table),
        "waits_for": WAITS_FOR,
        "today": day,
    }
    return page(request, "pages/how/kind.html", context)
