"""The contract with the state's system for appeals, version 1: what goes over and what comes back. Pure.

It is written down for both sides in docs/adapters/appeals.md; the simulator stands behind the same words.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
KINDS = ("application", "message", "feedback", "proposal", "inquiry", "complaint")
"""Kinds of appeals by the norm `appeal.kinds`, in its order."""
STATUSES = ("registered", "accepted", "forwarded", "extended", "answered", "returned", "closed")
LONGEST_ANSWER = 100_000
"""Characters of an answer's text that we take over."""

_NUMBER = re.compile(r"[0-9A-Za-zА-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі/._-]{1,60}")
_ID = re.compile(r"[0-9A-Za-z._:-]{1,80}")


class Broken(ValueError):
    """What came back is not in the words of the contract. `code` is stable and holds nothing that was sent."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Handed:
    """The system's word that it holds an appeal: its number, and the day it counts from once it has registered it."""

    number: str
    registered_on: dt.date | None


@dataclass(frozen=True)
class Attached:
    """A file of an appeal: its number from 1, the digest that was signed, its length in bytes."""

    number: int
    sha256: str
    size: int


@dataclass(frozen=True)
class Told:
    """One thing that happened to an appeal there.

    `id`: of this message, the same when it is told again; `seq`: 1, 2, 3 … within one appeal, whatever order they
    arrive in; `on`: the legal day; `data`: by status, see `_data`.
    """

    id: str
    key: str
    number: str
    seq: int
    status: str
    at: dt.datetime
    on: dt.date
    data: Mapping[str, Any] = field(default_factory=dict)


def document(
    *,
    key: str,
    kind: str,
    bin: str,  # noqa: A002 - the number of an organisation is called so
    body: str,
    language: str,
    title: str,
    points: Sequence[str],
    submitted_at: dt.datetime,
    manifest: bytes,
    signature: bytes,
    attachments: Sequence[Attached] = (),
) -> bytes:
    """The appeal as it is handed over: canonical JSON, so that sending it twice sends the same bytes."""
    said = {
        "version": VERSION,
        "key": key,
        "kind": kind,
        "addressee": {"bin": bin, "name": body},
        "language": language,
        "title": title,
        "points": list(points),
        "submitted_at": submitted_at.isoformat(),
        "signed": {
            "manifest": base64.b64encode(manifest).decode(),
            "cms": base64.b64encode(signature).decode(),
            "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
        },
    }
    if attachments:
        said["attachments"] = [{"number": one.number, "sha256": one.sha256, "size": one.size} for one in attachments]
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def handed(said: Any, key: str) -> Handed:
    """Read the answer to a hand-over. Raises Broken."""
    if not isinstance(said, dict) or said.get("key") != key:
        raise Broken("answer_of_another")
    number = said.get("number")
    if not isinstance(number, str) or not _NUMBER.fullmatch(number):
        raise Broken("number_missing")
    return Handed(number, _day(said["registered_on"]) if said.get("registered_on") else None)


def told(said: Any) -> Told:
    """Read one event. Raises Broken; nothing of a broken event is kept but its code."""
    if not isinstance(said, dict):
        raise Broken("event_malformed")
    one, key, number, seq, status = (said.get(name) for name in ("id", "key", "number", "seq", "status"))
    if not isinstance(one, str) or not _ID.fullmatch(one) or not isinstance(key, str) or len(key) > 40:
        raise Broken("event_malformed")
    if not isinstance(number, str) or not _NUMBER.fullmatch(number):
        raise Broken("number_missing")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 1 <= seq <= 10_000:
        raise Broken("event_malformed")
    if status not in STATUSES:
        raise Broken("status_unknown")
    at = _moment(said.get("at"))
    data = said.get("data") or {}
    if not isinstance(data, dict):
        raise Broken("event_malformed")
    return Told(one, key, number, seq, status, at, _day(said.get("on")), _data(status, data))


def page(said: Any) -> tuple[list[Any], str]:
    """The events of one page, unread, and where the next page begins. Raises Broken."""
    if not isinstance(said, dict) or not isinstance(said.get("events"), list) or not isinstance(said.get("next"), str):
        raise Broken("page_malformed")
    if len(said["next"]) > 200 or len(said["events"]) > 1000:
        raise Broken("page_malformed")
    return said["events"], said["next"]


def _data(status: str, data: Mapping[str, Any]) -> dict[str, Any]:
    if status == "forwarded":
        to = data.get("to")
        if not isinstance(to, dict) or not re.fullmatch(r"\d{12}", str(to.get("bin", ""))):
            raise Broken("forwarded_to_nobody")
        return {"bin": str(to["bin"]), "name": str(to.get("name", ""))[:300]}
    if status == "extended":
        return {"due_on": _day(data.get("due_on"))}
    if status == "answered":
        text = data.get("text")
        if not isinstance(text, str) or not text.strip():
            raise Broken("answer_empty")
        return {"text": text[:LONGEST_ANSWER], "signer": str(data.get("signer_post", ""))[:300]}
    if status == "returned":
        return {"reason": str(data.get("reason", ""))[:4000]}
    return {}


def _day(said: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(said)
    except (TypeError, ValueError):
        raise Broken("day_malformed") from None


def _moment(said: Any) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(said)
    except (TypeError, ValueError):
        raise Broken("moment_malformed") from None
    if found.tzinfo is None:
        raise Broken("moment_malformed")
    return found
