"""What is no table: the bytes of a version as they were sent, facts of files and links."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.files import sealing, serving, vault
from jariya.kernel.files.models import Area, File
from jariya.kernel.signing.identity import keys
from jariya.portals.opendata.models import DataSet, Resource, Version
from jariya.portals.opendata.reading import counted
from jariya.portals.opendata.reading.models import What
from jariya.portals.opendata.reading.views.shared import resource_or_404, version_or_404

TEXTS = ("txt", "csv", "tsv", "json", "geojson", "xml", "md", "yaml")
PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "avif")
PREVIEW, LINES = 8_192, 60
"""Bytes and lines of a file of text that are shown."""


def facts(data_set: DataSet, resource: Resource, held: Version | None) -> dict[str, Any]:
    """What is known of a file that is no table, or of a link; the beginning of a text, and a picture as it is."""
    file = held.file if held else None
    ready = is_open(file)
    href = reverse("data:file", args=[data_set.slug, resource.position, held.number]) if held and ready else None
    return {
        "digest": bytes(held.sha256).hex() if held else "",
        "noindex": False,
        "href": href,
        "preview": _beginning(file) if file is not None and ready and file.kind in TEXTS else "",
        "picture": href if href and file is not None and file.kind in PICTURES else None,
    }


def is_open(file: File | None) -> bool:
    """Whether everyone may have the bytes as they were sent: what may hide something stays sealed (`originals`)."""
    return file is not None and file.ready and file.area == Area.OPEN


def _beginning(file: File) -> str:
    """The first lines of a file of text, whatever its letters."""
    try:
        opened = vault.open_(file)
    except (OSError, sealing.SealBroken, keys.KeyTrouble):
        return ""
    try:
        raw = opened.read(PREVIEW)
    finally:
        opened.close()
    return "\n".join(raw.decode("utf-8", "replace").splitlines()[:LINES])


@require_safe
def file(request: HttpRequest, slug: str, position: int, number: int) -> HttpResponseBase:
    """The bytes of a version as the body sent them."""
    _data_set, resource = resource_or_404(slug, position)
    held = version_or_404(resource, number)
    if held.file is None or not is_open(held.file):
        raise Http404
    counted.tell(resource.pk, What.DOWNLOAD)
    name = f"{slug}-{position}-v{number}.{held.file.kind or 'bin'}"
    return serving.answer(request, held.file, name=name, public=True)
