"""The SMS gateway, through the contract of docs/adapters/sms.md: POST JSON {id, to, text} -> 202 {id, status}."""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

log = logging.getLogger("jariya.sms")

KAZAKH_LIMIT = 70
"""Characters in one message when any letter is Cyrillic (UCS-2); a longer text is refused, not cut."""
LATIN_LIMIT = 160
SECONDS = 5.0


class SmsError(Exception):
    """The message was not accepted. `code` is stable and holds no number and no text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A redirected POST would lose its body: an error instead."""


# The gateway is the operator's own neighbour: proxies of the environment are for the outside world.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def available() -> bool:
    """Whether this installation has a gateway."""
    return bool(settings.SMS_URL)


def fits(text: str) -> bool:
    """Whether the text is one message: 160 ASCII characters, 70 when any other is in it. Emoji count twice."""
    if text.isascii():
        return len(text) <= LATIN_LIMIT
    return len(text.encode("utf-16-be")) // 2 <= KAZAKH_LIMIT


def send(to: str, text: str, *, message_id: str | None = None) -> str:
    """Hand one message to the gateway; returns the gateway's status word (`accepted`).

    Args:
        to: number as `phone.normalise` gives it, `+77…`.
        text: one message (`fits`), without personal data.
        message_id: the same id again is the same message: a retry never doubles it. A new one when None.

    Raises:
        ValueError: the text does not fit one message (a programming error, caught by tests).
        SmsError: sms_unconfigured, sms_unreachable (try again), sms_refused (this number), sms_failed.
    """
    if not fits(text):
        raise ValueError("sms_too_long")
    if not available():
        raise SmsError("sms_unconfigured")
    if urlsplit(settings.SMS_URL).scheme not in {"http", "https"}:
        raise SmsError("sms_unconfigured")
    message = {"id": message_id or str(uuid.uuid4()), "to": to, "text": text}
    request = urllib.request.Request(  # noqa: S310  scheme checked above
        settings.SMS_URL,
        data=json.dumps(message, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"},
        method="POST",
    )
    try:
        with _opener.open(request, timeout=SECONDS) as response:
            if response.status != 202:
                raise SmsError("sms_failed")
            answer = json.loads(response.read(10_000))
    except urllib.error.HTTPError as error:
        error.close()
        # Never the gateway's own words: they may quote the number.
        log.warning("sms gateway answered %s", error.code)
        raise SmsError("sms_refused" if error.code == 422 else "sms_failed") from None
    except (OSError, urllib.error.URLError):
        log.warning("sms gateway not reached")
        raise SmsError("sms_unreachable") from None
    except ValueError:
        raise SmsError("sms_failed") from None
    if not isinstance(answer, dict) or answer.get("id") != message["id"]:
        raise SmsError("sms_failed")
    return str(answer.get("status", "accepted"))
