"""How long any cache may keep a public answer. Said once, for pages, the API and tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.http.response import HttpResponseBase, StreamingHttpResponse

Answer = TypeVar("Answer", bound=HttpResponseBase)
PUBLIC = "public, max-age=30, stale-while-revalidate=60"
"""Half a minute: a cache in front serves a crowd from one rendering, and nobody reads a figure older than that."""


def kept(response: Answer) -> Answer:
    """Let any cache keep a public answer for a while; a refusal is kept by none."""
    response["Cache-Control"] = PUBLIC if response.status_code == 200 else "no-store"
    return response


def table(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    """A public CSV as a download.

    Args:
        lines: as `sheets.lines` gives them, the names of the columns first.
        name: of the file.
    """
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept(response)
