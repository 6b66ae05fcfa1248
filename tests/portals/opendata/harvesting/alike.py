"""Look-alikes of CKAN, DCAT, data.egov.kz and a CSV list on real sockets, which misbehave when they are told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


def package(number: int, **changed: Any) -> dict[str, Any]:
    """A package as CKAN gives it."""
    return {
        "id": f"id-{number:04}", "name": f"set-{number}", "title": f"Набор {number}",
        "title_translated": {"kk": f"Жиын {number}", "ru": f"Набор {number}"}, "notes": "Описание.",
        "license_id": "cc-by", "state": "active", "metadata_modified": "2026-03-01T00:00:00",
        "organization": {"name": "ministry", "title": "Министерство"}, "groups": [{"name": "educ"}],
        "tags": [{"name": "школы"}], "extras": [{"key": "frequency", "value": "monthly"}],
        "resources": [{"url": f"https://files.example/{number}.csv", "name": "CSV", "format": "CSV"}], **changed,
    }  # fmt: skip


def passport(number: int, **changed: Any) -> dict[str, Any]:
    """A passport as data.egov.kz gives it, with the name of a person who must not leave it."""
    return {
        "apiUri": f"set_{number}", "version": "v2", "nameKk": f"Жиын {number}", "nameRu": f"Набор {number}",
        "nameEn": "", "descriptionRu": "Описание", "keywords": "школы, адреса", "modifiedDate": "2026-03-01",
        "owner": {"id": "000140001234", "nameRu": "Министерство"},
        "responsible": {"fullnameRu": "Тестова Лицо Секретовна", "phone": "+77015550142"}, **changed,
    }  # fmt: skip


class Site:
    """What the look-alike holds and how it behaves; `asked`: addresses that were called."""

    def __init__(self) -> None:
        self.packages: list[Any] = [package(number) for number in range(1, 8)]
        self.passports: dict[str, Any] = {f"set_{number}": passport(number) for number in range(1, 4)}
        self.documents: dict[str, tuple[str, str]] = {}
        self.asked: list[str] = []
        self.ways: dict[str, Any] = {}
        """Misbehaviour by name: slow, fail, wrong_json, endless, redirect, short, drip, says_no, rows."""
        self.url = ""


@contextmanager
def site() -> Iterator[Site]:
    """A look-alike that serves on a free port of this machine until the block ends."""
    held = Site()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_GET(self) -> None:  # noqa: N802
            held.asked.append(self.path)
            ways = held.ways
            if ways.get("slow"):
                time.sleep(ways["slow"])
            failures = ways.get("fail", 0)
            if failures and len(held.asked) > ways.get("after", 0):
                ways["fail"] = failures - 1
                return self._send(ways.get("status", 500), b"oops")
            if ways.get("redirect"):
                self.send_response(302)
                self.send_header("Location", ways["redirect"])
                self.end_headers()
                return None
            return self._answer(urlsplit(self.path))

        def _answer(self, parts: Any) -> None:
            if parts.path == "/api/3/action/package_search":
                return self._json(self._search({name: found[0] for name, found in parse_qs(parts.query).items()}))
            if parts.path.startswith("/meta/"):
                found = held.passports.get(parts.path.removeprefix("/meta/"))
                return self._send(404, b"") if found is None else self._json(found)
            if parts.path in held.documents:
                kind, text = held.documents[parts.path]
                etag = f'"{hash(text)}"'
                if self.headers.get("If-None-Match") == etag:
                    return self._send(304, b"")
                return self._send(200, text.encode(), kind, etag)
            return self._send(404, b"")

        def _search(self, said: dict[str, str]) -> Any:
            if held.ways.get("says_no"):
                return {"success": False, "error": {"message": "no"}}
            start, rows = int(said["start"]), min(int(said["rows"]), held.ways.get("rows", 1000))
            found = held.packages[start : start + rows]
            count = len(held.packages)
            if held.ways.get("endless"):
                found, count = held.packages[:rows], 10**9
            return {"success": True, "result": {"count": count, "results": found}}

        def _json(self, said: Any) -> None:
            if held.ways.get("wrong_json"):
                return self._send(200, b"<html>maintenance</html>")
            return self._send(200, json.dumps(said).encode(), "application/json")

        def _send(self, status: int, body: bytes, kind: str = "text/html", etag: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if etag:
                self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(body) + held.ways.get("short", 0)))
            self.end_headers()
            for at in range(0, len(body), 16 if held.ways.get("drip") else max(1, len(body))):
                self.wfile.write(body[at : at + (16 if held.ways.get("drip") else len(body))])
                self.wfile.flush()
                time.sleep(held.ways.get("drip", 0))

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
