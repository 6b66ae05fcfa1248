"""Places by their names, and what the words of a budget mean."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jariya.portals.budgets import tables
from jariya.portals.budgets.checks import CHECKS
from jariya.portals.budgets.glossary import SECTIONS
from jariya.portals.budgets.measures import MEASURES
from jariya.portals.budgets.views.shared import lang, page
from jariya.portals.budgets.words import say


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Places of all budgets by their names."""
    text = request.GET.get("q", "").strip()[:200]
    return page(request, "search.html", {"q": text, "hits": tables.search(text) if text else []})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Words of a budget in the reader's language."""
    return page(request, "glossary.html", {"words": _glossary(), "all_checks": CHECKS, "lang_": lang()})


def _glossary() -> list[tuple[str, str, str]]:
    """(anchor, word, meaning): the amounts first, then the sections."""
    words = [(one.key, say(one.title, lang()), say(one.meaning, lang())) for one in MEASURES]
    return words + [(key, say(title, lang()), say(meaning, lang())) for key, title, meaning in SECTIONS]
