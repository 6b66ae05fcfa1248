"""The witness over HTTP: POST /add-checkpoint, POST /add-checkpoints (many at once), GET /vkey. Standard library;
keep-alive; one thread a connection.

python -m jariya.kernel.record.witness_server --folder DIR --port PORT --name NAME [--follow ADDRESS]
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from jariya.kernel.record.witness import MOST_BODY, TEXT_TYPE, Answer, Witness


def server(witness: Witness, port: int, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server that is ready to serve; port 0 takes a free one."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:
            """A checkpoint to be cosigned."""
            said = self.headers.get("Content-Length", "")
            length = int(said) if said.isascii() and said.isdigit() else -1
            if not 0 <= length <= MOST_BODY:
                self.close_connection = True
                self.answer(Answer(413 if length > MOST_BODY else 411, b"a body of at most 1,000,000 bytes, please\n"))
                return
            body = self.rfile.read(length)
            if self.path == "/add-checkpoint":
                self.answer(witness.add_checkpoint(body))
            elif self.path == "/add-checkpoints":
                self.answer(witness.add_checkpoints(body))
            else:
                self.answer(Answer(404, b"POST /add-checkpoint\n"))

        def do_GET(self) -> None:
            """The witness's key, for people."""
            if self.path == "/vkey":
                self.answer(Answer(200, f"{witness.vkey}\n".encode()))
            elif self.path == "/add-checkpoint":
                self.answer(Answer(405, b"POST, please\n"))
            else:
                self.answer(Answer(404, b"GET /vkey, POST /add-checkpoint\n"))

        def answer(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_HEAD = do_GET

        def log_message(self, *args: object) -> None:
            """Quiet: what it cosigned stands in its folder."""

    return ThreadingHTTPServer((host, port), Handler)


def follow(address: str) -> Callable[[str], list[str]]:
    """A finder of keys for the demonstration: it believes the first keys that the site at `address` shows for an
    origin. A real witness is told the keys by its operator."""

    def find(origin: str) -> list[str]:
        name = origin.rpartition("/log/")[2]
        if not re.fullmatch(r"[a-z0-9-]+", name):
            return []
        try:
            with urllib.request.urlopen(f"{address.rstrip('/')}/log/{name}/key", timeout=5) as answer:  # noqa: S310
                said: bytes = answer.read(10_000)
                return said.decode("utf-8", "replace").split()
        except OSError:
            return []

    return find


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--name", required=True)
    parser.add_argument("--follow", default="", help=f"demonstration only; answers are {TEXT_TYPE}")
    chosen = parser.parse_args()
    serve(chosen.folder, chosen.name, chosen.port, chosen.host, chosen.follow)


def serve(folder: Path, name: str, port: int, host: str = "127.0.0.1", trusted_site: str = "") -> None:
    """Serve until told to stop."""
    witness = Witness.make(folder, name)
    if trusted_site:
        witness.find = follow(trusted_site)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server(witness, port, host).serve_forever()


if __name__ == "__main__":
    main()
