"""What an operator says of sources: which there are, and which body a publisher is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.language.scripts import slugify
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata.harvesting.models import Kind, Publisher, Source


def source(
    *, url: str, kind: str, now: dt.datetime, title: str = "", language: str = "", names: Sequence[str] = ()
) -> Source:
    """The source at an address, made when it is new; what is said anew is taken over.

    Raises:
        Refused: harvest.kind_unknown.
    """
    if kind not in Kind.values:
        raise Refused(
            "harvest.kind_unknown", _("There is no such kind of source."), _("Say ckan, dcat, egov or csv."), 422
        )
    found = Source.objects.filter(url=url, kind=kind).first()
    if found is None:
        name = title or url.partition("://")[2].partition("/")[0]
        found = Source(url=url, kind=kind, key=_key(f"{name} {kind}"), title=name, made_at=now)
    if title:
        found.title = title
    if language:
        found.language = language
    if names:
        found.names = list(names)
    found.save()
    return found


def _key(text: str) -> str:
    first = slugify(text, longest=70) or "source"
    taken = set(Source.objects.filter(key__startswith=first).values_list("key", flat=True))
    return next(
        key for number in range(1, 10_000) if (key := first if number == 1 else f"{first}-{number}") not in taken
    )


def map_publisher(*, source: Source, name: str, body: Body, now: dt.datetime) -> Publisher:
    """Say which body a publisher of a source is. Its records become sets of that body with the next run.

    A real body carries only real data: whoever maps answers for it, so nothing is mapped by likeness of names.
    """
    found, _new = Publisher.objects.update_or_create(
        source=source,
        name=name,
        defaults={"body": body, "mapped_at": now},
        create_defaults={"title": name, "body": body, "mapped_at": now},
    )
    return found
