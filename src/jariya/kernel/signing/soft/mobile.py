"""eGov Mobile's part in signing by QR code or link: read the errand, sign its documents, send them back.

API 1 (GET) names the errand, API 2 (GET) gives the documents, API 2 (PUT) takes the same JSON with each document's
data replaced by its signature. Sources: docs/adapters/eds.md.
"""

from __future__ import annotations

import base64
import binascii
import copy
import datetime as dt
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jariya.kernel.signing.testca import TestPerson

SECONDS = 20.0
BIGGEST = 20_000_000
MOST_DOCUMENTS = 50
SCHEME = "mobileSign:"
LINK_HOSTS = ("m.egov.kz", "mgovsign.page.link", "egovbusiness.page.link")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class MobileError(Exception):
    """Why the errand ends here; `code` is a key of `words.WORDS`, `status` what the site answered, if it did."""

    def __init__(self, code: str, status: int = 0) -> None:
        super().__init__(code)
        self.code, self.status = code, status


@dataclass(frozen=True)
class Document:
    """One document to sign."""

    names: dict[str, str]
    meta: tuple[tuple[str, str], ...]
    content: bytes


@dataclass(frozen=True)
class Errand:
    """What a site wants signed. `names`, `description`: as the site calls itself and the errand."""

    description: str
    names: dict[str, str]
    bin: str
    expires: dt.datetime | None
    uri: str
    token: str
    method: str
    documents: tuple[Document, ...]
    body: dict[str, Any]

    def __repr__(self) -> str:
        return f"Errand({len(self.documents)} documents)"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A redirected call could leave the list of allowed sites: an error instead."""


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def address(text: str) -> str:
    """The address of API 1 in what a QR code or link says.

    Accepts `mobileSign:https://…`, a link with `?link=…` (of eGov's own hosts or of our window), the bare address.

    Raises:
        MobileError: phone_bad_link.
    """
    text = text.strip()
    for _depth in range(3):
        if text[: len(SCHEME)].lower() == SCHEME.lower():
            text = text[len(SCHEME) :].strip()
        try:
            parts = urlsplit(text)
            parts.port  # noqa: B018 - a bad port raises here
        except ValueError:
            raise MobileError("phone_bad_link") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise MobileError("phone_bad_link")
        inner = parse_qs(parts.query).get("link")
        if not inner or not (parts.hostname in LINK_HOSTS or parts.path.rstrip("/").endswith("/mobile")):
            return text
        text = inner[-1].strip()
    raise MobileError("phone_bad_link")


def allowed(url: str, sites: Sequence[str] = ()) -> bool:
    """Whether the address is of a site on the list: of this machine, and of `sites` (origins) where some are named.

    The real application keeps such a list too: a site is entered there on request.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or parts.hostname not in LOOPBACK or parts.username:
            return False
        place = (parts.scheme, parts.port)
        return not sites or place in {(urlsplit(site).scheme, urlsplit(site).port) for site in sites}
    except ValueError:
        return False


def open_errand(text: str, *, now: dt.datetime, sites: Sequence[str] = ()) -> Errand:
    """Read what is to be signed.

    Args:
        text: content of the QR code, or the link.
        now: the clock; an ended errand is not opened.
        sites: origins that may be asked; any of this machine when empty.

    Raises:
        MobileError: phone_bad_link, phone_not_allowed, phone_unreachable, phone_over, phone_strange,
            phone_unsupported.
    """
    first_address = address(text)
    if not allowed(first_address, sites):
        raise MobileError("phone_not_allowed")
    first = _json(_call("GET", first_address))
    place, organisation = first.get("document"), first.get("organisation")
    if not isinstance(place, dict) or not isinstance(place.get("uri"), str) or not isinstance(organisation, dict):
        raise MobileError("phone_strange")
    expires = _moment(first.get("expiry_date"))
    if expires is not None and expires <= now:
        raise MobileError("phone_over")
    if place.get("auth_type") not in ("Token", "None"):
        raise MobileError("phone_unsupported")
    token = place.get("auth_token") if place.get("auth_type") == "Token" else ""
    if not isinstance(token, str) or not token.isascii() or any(letter.isspace() for letter in token):
        raise MobileError("phone_strange")
    uri = place["uri"]
    if not allowed(uri, sites):
        raise MobileError("phone_not_allowed")
    body = _json(_call("GET", uri, token=token))
    return Errand(
        str(first.get("description") or ""),
        {name: str(organisation.get(name) or "") for name in ("nameKz", "nameRu", "nameEn")},
        str(organisation.get("bin") or ""),
        expires,
        uri,
        token,
        *_documents(body),
        body,
    )


def send(errand: Errand, person: TestPerson, *, now: dt.datetime, tsp: bool = False) -> int:
    """Sign all documents and send them; the site's status (200).

    Raises:
        MobileError: phone_refused (403 and other answers of the site, with the status), phone_unreachable.
    """
    body = copy.deepcopy(errand.body)
    for row, document in zip(body["documentsToSign"], errand.documents, strict=True):
        made = person.sign_cms(document.content, errand.method == "CMS_SIGN_ONLY", now, tsp=tsp)
        row["document"]["file"]["data"] = base64.b64encode(made).decode()
    try:
        _call("PUT", errand.uri, token=errand.token, body=json.dumps(body, ensure_ascii=False).encode())
    except MobileError as error:
        raise MobileError("phone_refused" if error.status else error.code, error.status) from None
    return 200


def _documents(body: dict[str, Any]) -> tuple[str, tuple[Document, ...]]:
    method, rows = body.get("signMethod"), body.get("documentsToSign")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_DOCUMENTS:
        raise MobileError("phone_strange")
    if method not in ("CMS_SIGN_ONLY", "CMS_WITH_DATA"):
        raise MobileError("phone_unsupported")
    found = []
    for row in rows:
        try:
            data = base64.b64decode(row["document"]["file"]["data"].encode("ascii"), validate=True)
            meta = tuple((str(one.get("name")), str(one.get("value"))) for one in row.get("meta") or [])
            names = {name: str(row.get(name) or "") for name in ("nameKz", "nameRu", "nameEn")}
        except (KeyError, TypeError, AttributeError, UnicodeEncodeError, binascii.Error):
            raise MobileError("phone_strange") from None
        found.append(Document(names, meta, data))
    return method, tuple(found)


def _moment(value: Any) -> dt.datetime | None:
    if value is None:
        return None
    try:
        found = dt.datetime.fromisoformat(value)
    except (ValueError, TypeError):
        raise MobileError("phone_strange") from None
    if found.tzinfo is None:
        raise MobileError("phone_strange")
    return found


def _call(method: str, url: str, *, token: str = "", body: bytes | None = None) -> bytes:
    headers = {"Accept": "application/json", "User-Agent": "Jariya TEST eGov Mobile"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        headers["Content-Type"] = "application/json; charset=utf-8"
    request = urllib.request.Request(url, data=body, headers=headers, method=method)  # noqa: S310  `allowed` checked
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            found: bytes = answer.read(BIGGEST + 1)
            status = int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        raise MobileError("phone_over" if error.code in (403, 404, 410) else "phone_strange", error.code) from None
    except (OSError, ValueError):
        raise MobileError("phone_unreachable") from None
    if len(found) > BIGGEST or status != 200:
        raise MobileError("phone_strange", status)
    return found


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise MobileError("phone_strange") from None
    if not isinstance(found, dict):
        raise MobileError("phone_strange")
    return found
