"""Pages of what the public record holds of a letter: its entries for anyone, with receipts for the person.

A portal's `recorded.py` calls `pages`; its template extends `correspondence/record.html`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.correspondence.entries import entered
from jariya.kernel.correspondence.entries import receipt as saved
from jariya.kernel.correspondence.reading import Reading
from jariya.kernel.people.gates import View, signed_in
from jariya.kernel.people.private import me
from jariya.kernel.people.private import page as private_page


def pages(
    portal: str, *, find: Callable[..., Reading | None], public_page: Callable[..., HttpResponse]
) -> tuple[View, View, View]:
    """The three pages of a portal: `record`, `receipts` and `receipt` are their names in its addresses.

    Args:
        portal: the portal's name in addresses and templates.
        find: the portal's query `find(public_id, person=…)`.
        public_page: the portal's page that touches no session.
    """
    template = f"{portal}/record.html"

    def found(public_id: str, request: HttpRequest, *, own: bool) -> Reading:
        view = find(public_id, person=me(request) if own else None)
        if view is None or (own and not view.party):
            raise Http404
        return view

    def context(view: Reading, *, own: bool) -> dict[str, Any]:
        return {"view": view, "entered": entered(view), "own": own, "invented": view.case.body.invented}

    @require_safe
    def entries(request: HttpRequest, public_id: str) -> HttpResponse:
        """The entries of a letter, for anyone."""
        view = found(public_id, request, own=False)
        if view.case.public_id != public_id:
            return HttpResponseRedirect(reverse(f"{portal}:record", args=[view.case.public_id]))
        return public_page(request, template, context(view, own=False))

    @require_safe
    @signed_in
    def receipts(request: HttpRequest, public_id: str) -> HttpResponse:
        """The same for the person, with a receipt of each entry to keep."""
        return private_page(request, template, context(found(public_id, request, own=True), own=True))

    @require_safe
    @signed_in
    def receipt(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
        """The receipt of the person's entry of this number: a `.tlog-proof` with what opens the entry."""
        view = found(public_id, request, own=True)
        return saved(view, number, back=reverse(f"{portal}:receipts", args=[view.case.public_id]))

    return entries, receipts, receipt
