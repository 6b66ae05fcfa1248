"""The TEST authority's services over HTTP: OCSP, lists of revoked certificates, time-stamps.

python -m jariya.kernel.signing.soft.authority_app --port PORT [--folder FOLDER]

`answer` is the whole service as a function, for whoever mounts it elsewhere.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
from collections.abc import Callable
from pathlib import Path

from jariya.kernel.signing import testca
from jariya.kernel.signing.soft import production
from jariya.kernel.signing.soft.pages import Pages, e, server
from jariya.kernel.signing.testca import TestAuthority
from jariya.kernel.signing.testca.build import STEMS

BIGGEST = 20_000
OCSP, TSP, CRL, CERTIFICATE = (
    "application/ocsp-response", "application/timestamp-reply", "application/pkix-crl", "application/pkix-cert"
)  # fmt: skip
POSTED = {"/ocsp": "application/ocsp-request", "/tsp": "application/timestamp-query"}


def addresses(authority: TestAuthority) -> list[str]:
    """What can be fetched with GET."""
    stems = [STEMS[kind] for kind in authority.kinds]
    return [
        address
        for stem in stems
        for address in (f"/crl/nca_{stem}.crl", f"/crl/nca_d_{stem}.crl", f"/crl/root_{stem}.crl",
                        f"/cert/root_{stem}.cer", f"/cert/nca_{stem}.cer")
    ]  # fmt: skip


def answer(authority: TestAuthority, method: str, path: str, body: bytes, now: dt.datetime) -> tuple[int, str, bytes]:
    """Status, media type and body for a call; 404 for an address that is none.

    As the state's service: the full list is of last midnight in UTC, the delta of this moment.
    """
    clean = path.rstrip("/")
    if method == "POST" and clean == "/ocsp":
        return 200, OCSP, authority.responders.ocsp(body, now=now)
    if method == "POST" and clean == "/tsp":
        return 200, TSP, authority.responders.tsa(body, now)
    if method != "POST" and path in addresses(authority):
        folder, _, name = path[1:].partition("/")
        stem = name.partition(".")[0]
        if folder == "cert":
            return 200, CERTIFICATE, authority.identity(stem).certificate
        kind = next(kind for kind in authority.kinds if stem.endswith(f"_{STEMS[kind]}"))
        midnight = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if stem.startswith("root_"):
            return 200, CRL, authority.responders.root_crl(midnight, kind)
        if stem.startswith("nca_d_"):
            return 200, CRL, authority.responders.delta(now, kind, base=midnight)
        return 200, CRL, authority.responders.crl(midnight, kind, lasts=dt.timedelta(hours=25))
    return 404, "text/plain; charset=utf-8", b"404\n"


def make_services(authority: TestAuthority, now: Callable[[], dt.datetime]) -> type[Pages]:
    """The services with a page that lists them."""

    class Services(Pages):
        title_key = "authority_title"
        note_key = "authority_note"

        def get(self, path: str) -> None:
            if path == "/":
                links = "".join(f'<li><a href="{one}">{one}</a></li>' for one in addresses(authority))
                people = "".join(
                    f"<li>{e(self.describe(one))} (<code>{e(one.key)}</code>)</li>" for one in authority.persons()
                )
                self.html(
                    200,
                    f"<h2>{self.say('services')}</h2><ul><li>POST /ocsp/</li><li>POST /tsp/</li>{links}</ul>"
                    f"<h2>{self.say('people')}</h2><ul>{people}</ul>",
                )
                return
            status, kind, body = answer(authority, "GET", path, b"", now())
            if status == 404:
                self.missing()
            else:
                self.answer(status, kind, body)

        def post(self, path: str) -> None:
            kind = POSTED.get(path.rstrip("/"))
            if kind is None:
                self.missing()
                return
            length = self.headers.get("Content-Length") or ""
            if not length.isdigit() or int(length) > BIGGEST:
                self.close_connection = True
                self.answer(413, "text/plain; charset=utf-8", b"413\n")
                return
            body = self.rfile.read(int(length))
            if (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower() != kind:
                self.answer(415, "text/plain; charset=utf-8", b"415\n")
                return
            self.answer(*answer(authority, "POST", path, body, now()))

    return Services


def main() -> None:
    """Entry point."""
    production.refuse()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, default=production.folder())
    chosen = parser.parse_args()
    authority = testca.make(chosen.folder, now=_now())
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server(chosen.port, make_services(authority, _now)).serve_forever()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


if __name__ == "__main__":
    main()
