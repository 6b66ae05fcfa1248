"""Balance the budget: a form over a plan, reckoned by the server, with an address that can be shared."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.people.gates import private
from jariya.portals.budgets import balancing
from jariya.portals.budgets.views.shared import budget_or_404, page, tools

BROWSER = "budgets.balance"
"""The session's word for one browser."""


def _game(request: HttpRequest, slug: str) -> balancing.Game:
    found = balancing.game(budget_or_404(slug), request.GET, day=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _said(game: balancing.Game) -> dict[str, str]:
    """What is wrong with a field, by its key."""
    words = {
        "digits": _("Write a whole number of percents, such as 5 or -5."),
        "range": _("At most %(most)s percent up or down.") % {"most": game.rules.change},
        "locked": _("This stays as it is: it is owed by law or by contract."),
    }
    return {one.key: words[one.why] for one in game.wrong}


def _context(request: HttpRequest, game: balancing.Game) -> dict[str, Any]:
    items = {item.path: item for item in game.balance.items}
    kept = urlencode({items[path].key: change for path, change in game.balance.changes.items()})
    path = reverse("budgets:balance", args=[game.budget.slug])
    told = {one.key: one.typed for one in game.wrong}
    return {
        "budget": game.budget,
        "game": game,
        "rows": [(row, items[row.path]) for row in game.functions if row.path in items],
        "typed": told,
        "errors": _said(game),
        "kept": kept,
        "address": f"{settings.PUBLIC_URL}{path}" + (f"?{kept}" if kept else ""),
        "invented": game.budget.invented,
    }


@require_safe
def balance(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan of a budget with the reader's changes, which all stand in the address."""
    game = _game(request, slug)
    count, sums = balancing.sums(game, day=timezone.localdate())
    context = {**_context(request, game), "count": count, "sums": sums}
    return page(request, "balance.html", context, status=422 if game.wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one's changes to the sums: a private page, since it posts. One browser counts once."""
    game = _game(request, slug)
    is_sent = request.method == "POST" and not game.wrong and bool(game.balance.changes)
    if is_sent:
        browser = request.session.setdefault(BROWSER, secrets.token_urlsafe(16))
        balancing.send(game=game, browser=browser, on=timezone.localdate())
        query = urlencode({**request.GET.dict(), "sent": "1"})
        address = reverse("budgets:balance-send", args=[slug])
        response: HttpResponse = HttpResponseRedirect(f"{address}?{query}")
        response.status_code = 303
        return response
    context = {**tools(), **_context(request, game), "is_sent": request.GET.get("sent") == "1", "noindex": True}
    status = 422 if game.wrong or (request.method == "POST" and not game.balance.changes) else 200
    return render(request, "budgets/balance_send.html", context, using="jinja2", status=status)
