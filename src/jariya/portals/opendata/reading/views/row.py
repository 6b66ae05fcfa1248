"""One row of a version: a lasting address for a fact, and for telling that it is wrong."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.querying import engine
from jariya.portals.opendata.querying.asking import Ask
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.reading import cells, discussing
from jariya.portals.opendata.reading.columns import columns_of
from jariya.portals.opendata.reading.named import title_of_resource
from jariya.portals.opendata.reading.views.shared import lang, page, resource_or_404, version_or_404
from jariya.portals.opendata.reading.views.table import refusal


@require_safe
def row(request: HttpRequest, slug: str, position: int, number: int, row: int) -> HttpResponse:
    """A row by its number in the table of one version."""
    data_set, resource = resource_or_404(slug, position)
    held = version_or_404(resource, number)
    if held.parquet is None or not held.rows or not 1 <= row <= held.rows:
        raise Http404
    columns = columns_of(held, resource, lang())
    title, title_lang = title_of_resource(resource, lang())
    wrong, status, values = None, 200, []
    try:
        answer = engine.ask(held, Ask(offset=row - 1, limit=1, total=False))
        values = list(zip(columns, answer.rows[0], strict=True))
    except Misasked as refused:
        wrong, status = refusal(refused), refused.status
    context = {
        "set": data_set,
        "resource": resource,
        "version": held,
        "old": held.pk != resource.current_id,
        "row": row,
        "values": [(one, cells.shown(value, lang())) for one, value in values if one.name != GEOMETRY],
        "wrong": wrong,
        "title": title,
        "title_lang": title_lang,
        "former": _at(slug, position, number, row - 1) if row > 1 else None,
        "following": _at(slug, position, number, row + 1) if row < held.rows else None,
        "place": lambda column: f"{number}.{discussing.element(position, row, column)}",
        "invented": data_set.case.invented,
        "noindex": True,
    }
    return page(request, "row.html", context, status)


def _at(slug: str, position: int, number: int, row: int) -> str:
    return reverse("data:row", args=[slug, position, number, row])
