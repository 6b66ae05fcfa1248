"""Clients of catalogues: each turns one protocol into pages of `Found`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from jariya.portals.opendata.harvesting.clients import ckan, dcat, egov, listed
from jariya.portals.opendata.harvesting.fetching import Fetch
from jariya.portals.opendata.harvesting.found import Page

Client = Callable[..., Iterator[Page]]
CLIENTS: dict[str, Client] = {"ckan": ckan.pages, "dcat": dcat.pages, "egov": egov.pages, "csv": listed.pages}
"""By the kind of source."""


def pages(
    kind: str,
    fetch: Fetch,
    url: str,
    *,
    cursor: str = "",
    etag: str = "",
    language: str = "ru",
    names: Sequence[str] = (),
) -> Iterator[Page]:
    """Pages of a source, from a cursor that an earlier page gave.

    Args:
        kind: a key of CLIENTS.
        etag: of the whole source, as it was last read to its end.
        language: in which words stand where the source does not say.
        names: names of the sets, where the source has no list of them.

    Raises:
        Unfetched: the source cannot be read on; what was given before stays good.
    """
    said: dict[str, Any] = {"cursor": cursor, "etag": etag, "language": language, "names": list(names)}
    return CLIENTS[kind](fetch, url, **said)
