"""The way to the state's system for appeals: two calls over HTTP, by the contract of docs/adapters/appeals.md."""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from jariya.portals.dialogue.appeals import contract
from jariya.portals.dialogue.appeals.contract import Broken, Handed

log = logging.getLogger("jariya.appeals")

SECONDS = 20.0
MOST = 4_000_000
"""Bytes of an answer; a page of events with the texts of answers may be long."""


class Later(Exception):
    """No word, or a word to come again: the same call is made again. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Never(Exception):
    """The other side will not take it. `code` is theirs when it is a plain word, `reason` their text for the writer."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A redirected PUT would lose its body: an error instead."""


# The system is the operator's own neighbour: proxies of the environment are for the outside world.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def available() -> bool:
    """Whether this installation is connected to a system for appeals."""
    return urlsplit(settings.APPEALS_URL).scheme in {"http", "https"}


def hand_over(key: str, document: bytes) -> Handed:
    """Hand an appeal over, or learn that it was: the same key with the same bytes is one appeal for ever.

    Raises:
        Later: appeals_unreachable, appeals_busy, appeals_failed, or a code of `contract.Broken`.
        Never: they refuse this appeal.
    """
    said = _call("PUT", f"/v1/appeals/{quote(key)}", document)
    try:
        return contract.handed(said, key)
    except Broken as error:
        raise Later(error.code) from error


def send_file(key: str, number: int, pieces: Iterable[bytes], *, size: int, sha256: str, kind: str, name: str) -> None:
    """Send one file of an appeal before the appeal itself: the same bytes under the same number are one file for ever.

    Args:
        size: bytes that `pieces` give.
        kind: media type, as the content says.
        name: as its writer calls it.

    Raises:
        Later, Never: as `hand_over`.
    """
    headers = {"Content-Type": kind, "Content-Length": str(size), "X-Sha256": sha256, "File-Name": quote(name)}
    _call("PUT", f"/v1/appeals/{quote(key)}/attachments/{number}", pieces, headers=headers)


def withhold_file(key: str, number: int, *, sha256: str, code: str) -> None:
    """Say that a file is not sent, and why: our check refused it (a virus). Raises as `send_file`."""
    said = json.dumps({"sha256": sha256, "code": code}).encode()
    _call("PUT", f"/v1/appeals/{quote(key)}/attachments/{number}/withheld", said)


def events(after: str, *, limit: int = 200) -> tuple[list[Any], str]:
    """What happened since `after`: at least once each, in any order. Raises Later."""
    said = _call("GET", f"/v1/events?{urlencode({'after': after, 'limit': limit})}")
    try:
        return contract.page(said)
    except Broken as error:
        raise Later(error.code) from error


def history(key: str) -> list[Any]:
    """Everything that happened to one appeal, for a gap that does not close. Raises Later."""
    said = _call("GET", f"/v1/appeals/{quote(key)}/events")
    try:
        return contract.page(said)[0]
    except Broken as error:
        raise Later(error.code) from error


def _call(
    method: str, path: str, body: bytes | Iterable[bytes] | None = None, *, headers: Mapping[str, str] | None = None
) -> Any:
    if not available():
        raise Later("appeals_unconfigured")
    said = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8", **(headers or {})}
    if settings.APPEALS_TOKEN:
        said["Authorization"] = f"Bearer {settings.APPEALS_TOKEN}"
    address = settings.APPEALS_URL.rstrip("/") + path
    request = urllib.request.Request(address, data=body, headers=said, method=method)  # noqa: S310  scheme checked
    try:
        with _opener.open(request, timeout=SECONDS) as response:
            raw = response.read(MOST + 1)
    except urllib.error.HTTPError as error:
        raw = error.read(20_000)
        error.close()
        log.warning("the system for appeals answered %s", error.code)
        if error.code in (408, 425, 429) or error.code >= 500:
            raise Later("appeals_busy") from None
        if method == "PUT" and error.code == 424:
            raise Later("files_missing") from None
        if method == "PUT" and error.code in (400, 409, 410, 413, 422):
            raise _never(raw) from None
        raise Later("appeals_failed") from None
    except (OSError, ValueError):
        # ValueError: an answer that is no HTTP.
        log.warning("the system for appeals was not reached")
        raise Later("appeals_unreachable") from None
    if len(raw) > MOST:
        raise Later("appeals_failed")
    try:
        return json.loads(raw)
    except ValueError:
        raise Later("appeals_failed") from None


def _never(raw: bytes) -> Never:
    try:
        said = json.loads(raw)
        code, reason = said.get("code"), said.get("message")
    except (ValueError, AttributeError):
        code, reason = "", ""
    plain = isinstance(code, str) and code.replace("_", "").isalnum() and code.isascii() and len(code) <= 40
    return Never(code if plain else "refused", reason[:4000] if isinstance(reason, str) else "")
