"""Fetching pages of catalogues: what `kernel.web.downloading` gives, tried again when it may pass. No Django."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jariya.kernel.web import downloading, outgoing

SECONDS = 60.0
MOST_BYTES = 64 * 1024 * 1024
TRIES = 3


class Unfetched(Exception):
    """Nothing usable came; `code` is one of `problems`."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    @property
    def passing(self) -> bool:
        """Whether it may be different in a moment."""
        status = int(self.values.get("status", 0))
        return self.code in {"harvest.unreached", "harvest.cut_short"} or status == 429 or status >= 500


@dataclass(frozen=True)
class Answer:
    """What came back. `unchanged`: it is as it was, by its ETag; then there are no bytes."""

    body: bytes
    kind: str = ""
    etag: str = ""
    unchanged: bool = False


Fetch = Callable[..., Answer]


def fetcher(
    *,
    neighbours: bool = False,
    seconds: float = SECONDS,
    most: int = MOST_BYTES,
    pause: float = 2.0,
    tries: int = TRIES,
) -> Fetch:
    """A way to fetch with these bounds.

    Args:
        neighbours: this machine itself may be called; for tests.
        seconds: for one address with all its redirects.
        most: bytes of one answer.
        pause: seconds before the second try; doubled before each further one.
    """

    def fetch(address: str, *, etag: str = "", accept: str = "*/*") -> Answer:
        for at in range(tries):
            try:
                return _fetch(address, etag=etag, accept=accept, neighbours=neighbours, seconds=seconds, most=most)
            except Unfetched as error:
                if not error.passing or at + 1 == tries:
                    raise
                time.sleep(pause * 2**at)
        raise AssertionError("a try returns or raises")

    return fetch


def _fetch(address: str, *, most: int, **bounds: Any) -> Answer:
    held = io.BytesIO()
    try:
        came = downloading.fetch(address, held, most=most, **bounds)
    except outgoing.Refused:
        raise Unfetched("harvest.address_refused") from None
    except outgoing.Unreached:
        raise Unfetched("harvest.unreached") from None
    except downloading.Answered as error:
        raise Unfetched("harvest.status", status=error.status) from None
    except downloading.TooBig:
        raise Unfetched("harvest.too_large", most=most) from None
    except downloading.CutShort:
        raise Unfetched("harvest.cut_short") from None
    return Answer(held.getvalue(), came.kind.lower(), came.etag, came.unchanged)
