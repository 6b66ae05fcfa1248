"""One message to all browsers of a person, each at most once although it may take several tries."""

from __future__ import annotations

import datetime as dt
import json
import logging
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils import timezone

from jariya.kernel.notices.failures import Later, Never
from jariya.kernel.notices.models import PushDevice
from jariya.kernel.notices.push import egress, message, vapid
from jariya.kernel.people.models import Person

log = logging.getLogger("jariya.notices")
TTL = 3 * 24 * 3600
"""Seconds a push service keeps a message for a browser that is switched off."""
KEEP_TOLD = 50


@dataclass(frozen=True)
class Words:
    """What a browser shows: nothing here names a person or says what a case is about."""

    title: str
    body: str
    path: str
    language: str
    urgency: str = "normal"


@dataclass
class Sender:
    """One run. `away`: services that did not answer; the rest of the run does not wait for them again."""

    away: set[str] = field(default_factory=set)

    def tell(self, person: Person, token: uuid.UUID, words: Words) -> None:
        """Send to every browser that has not taken this message yet.

        Args:
            token: names the message: a repeated one replaces itself at the service (`Topic`) and on the screen.

        Raises:
            Later: some service did not take it now; those that did are remembered.
            Never: nobody is left to tell, or all refuse this message.
        """
        devices = list(PushDevice.objects.filter(person=person))
        if not devices:
            raise Never("push_no_device")
        text = _payload(token, words)
        taken: list[PushDevice] = []
        waiting = ""
        refused = "push_gone"
        for device in devices:
            if token in device.told:
                taken.append(device)
                continue
            try:
                self._send(device, token, text, words.urgency)
                taken.append(device)
            except Later as error:
                waiting = error.code
            except Never as error:
                refused = error.code
        if waiting:
            for device in taken:
                if token not in device.told:
                    told = [*device.told, token][-KEEP_TOLD:]
                    PushDevice.objects.filter(pk=device.pk).update(told=told)
            raise Later(waiting)
        if not taken:
            raise Never(refused)

    def _send(self, device: PushDevice, token: uuid.UUID, text: bytes, urgency: str) -> None:
        host = urlsplit(device.endpoint).netloc
        if host in self.away:
            raise Later("push_unreachable")
        try:
            body = message.seal(text, key=bytes(device.key), auth=bytes(device.auth))
            status = egress.post(device.endpoint, body, _headers(device.endpoint, token, urgency, timezone.now()))
        except egress.Unreached:
            self.away.add(host)
            raise Later("push_unreachable") from None
        except (egress.Refused, message.Unusable) as error:
            # What was allowed when it was written may not be any more: a name that now leads inside, another setting.
            PushDevice.objects.filter(pk=device.pk).delete()
            raise Never(str(error)) from None
        _judge(status, device)


def _judge(status: int, device: PushDevice) -> None:
    if 200 <= status < 300:
        return
    if status in (404, 410):
        PushDevice.objects.filter(pk=device.pk).delete()
        raise Never("push_gone")
    if status in (408, 425, 429) or status >= 500:
        raise Later(f"push_{status}")
    if status in (401, 403):
        # Our own key is not the one the browser was given, or our clock is wrong: an operator's business.
        log.error("a push service does not know us: %s", status)
    raise Never(f"push_{status}")


def _payload(token: uuid.UUID, words: Words) -> bytes:
    content = {"title": words.title, "body": words.body, "path": words.path, "lang": words.language, "tag": str(token)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _headers(endpoint: str, token: uuid.UUID, urgency: str, now: dt.datetime) -> dict[str, str]:
    return {
        "Authorization": vapid.authorization(endpoint, now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL),
        "Urgency": urgency,
        # RFC 8030, 5.4: at most 32 characters of base64 for addresses.
        "Topic": message.b64(token.bytes),
    }
