"""The door for mail: SMTP or LMTP from the border server, one recipient and one letter at a time.

It speaks to no stranger: only peers that the operator names may deliver, because SPF, DKIM and TLS with the outside
world are the border server's work. A letter is answered with 250 only when it is stored.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from jariya.kernel.notices.incoming import receiving
from jariya.kernel.notices.incoming.refusals import Refusal

log = logging.getLogger("jariya.notices")
SECONDS = 120.0
"""After so long without a word the peer is let go."""
EMPTY = "<>"


class Door:
    """Answers of the SMTP dialogue. `around` is called before and after each look into the database, in its thread."""

    def __init__(self, around: Callable[[], None] = close_old_connections) -> None:
        self.around = around

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str | None, options: list[str]
    ) -> str:
        """Only named peers may deliver."""
        peer = session.peer[0] if isinstance(session.peer, tuple) and session.peer else ""
        if peer and peer not in settings.MAIL_IN_PEERS:
            return Refusal("peer").reply()
        envelope.mail_from = address or EMPTY  # the library holds an empty text for a missing command
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Whether the address is good, before the letter comes."""
        if envelope.rcpt_tos:
            # LMTP would need an answer for each, and a letter to two secret addresses was written by no person.
            return Refusal("one").reply(utf8=envelope.smtp_utf8)
        answer = await self._answer(lambda: receiving.recipient(address, now=timezone.now()), envelope)
        if answer is not None:
            return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Stored, or said why not."""
        raw = bytes(envelope.original_content or b"")
        address = envelope.rcpt_tos[0]
        sender = "" if envelope.mail_from == EMPTY else envelope.mail_from
        answer = await self._answer(lambda: receiving.take(address, raw, sender=sender, now=timezone.now()), envelope)
        return answer or "250 2.0.0 OK, kept"

    async def handle_exception(self, error: Exception) -> str:
        """Whatever goes wrong is our trouble: the sender's server tries again."""
        log.error("mail could not be taken: %s", type(error).__name__)
        return Refusal("later").reply()

    async def _answer(self, work: Callable[[], Any], envelope: Any) -> str | None:
        """Do the work in a thread; None when it is good, else the SMTP reply."""

        def alone() -> str | None:
            self.around()
            try:
                work()
            except Refusal as refusal:
                return refusal.reply(utf8=envelope.smtp_utf8)
            except Exception as error:  # noqa: BLE001 - the database is away, a key is missing: not the sender's fault
                log.error("mail could not be taken: %s", type(error).__name__)
                return Refusal("later").reply()
            finally:
                self.around()
            return None

        return await asyncio.to_thread(alone)


def protocol(*, lmtp: bool = False, door: Door | None = None) -> SMTP:
    """One conversation."""
    kind = LMTP if lmtp else SMTP
    return kind(
        door or Door(),
        data_size_limit=settings.MAIL_IN_BIGGEST,
        enable_SMTPUTF8=True,
        hostname=settings.MAIL_DOMAIN or "localhost",
        ident="Jariya",
        timeout=SECONDS,
    )


async def serve(host: str, port: int, *, lmtp: bool = False, ready: Callable[[int], None] | None = None) -> None:
    """Take letters until SIGTERM or Ctrl-C.

    Args:
        port: 0 takes a free one.
        ready: called with the port once it is open.
    """
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    listening = await loop.create_server(lambda: protocol(lmtp=lmtp), host, port)
    async with listening:
        if ready:
            ready(listening.sockets[0].getsockname()[1])
        await stop.wait()
