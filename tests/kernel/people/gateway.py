"""A gateway that speaks docs/adapters/sms.md over real HTTP, and can be told to misbehave."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Gateway:
    """`messages` holds what was accepted, once per id; `answer` overrides the next answers."""

    def __init__(self) -> None:
        self.messages: dict[str, dict[str, str]] = {}
        self.requests = 0
        self.answer: tuple[int, bytes] | None = None
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                gateway.requests += 1
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = gateway.receive(body)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/messages"

    def receive(self, body: dict[str, str]) -> tuple[int, bytes]:
        if self.answer is not None:
            return self.answer
        if set(body) != {"id", "to", "text"} or not re.fullmatch(r"\+77\d{9}", body["to"]):
            return 422, json.dumps({"code": "bad_number"}).encode()
        if len(body["text"].encode("utf-16-be")) > 140 and not body["text"].isascii():
            return 422, json.dumps({"code": "too_long"}).encode()
        self.messages.setdefault(body["id"], body)
        return 202, json.dumps({"id": body["id"], "status": "accepted"}).encode()

    def __enter__(self) -> Gateway:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def last_code(self, to: str) -> str:
        texts = [message["text"] for message in self.messages.values() if message["to"] == to]
        found = re.search(r"\b\d{6}\b", texts[-1])
        assert found
        return found.group()
