"""The SMS gateway simulator of `./run`, by the contract in docs/adapters/sms.md. It says that it is a simulator.

python -m jariya.project.smssink --web PORT [--folder FOLDER]

POST /send takes one message; GET / shows them, GET /messages.json?to= gives them to tests.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import re
import signal
import threading
from pathlib import Path
from typing import Any

from jariya.project.sinkpages import PAGE_SIZE, Pages, e, server

NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
BIGGEST = 20_000
LONGEST_TEXT = 1000
REFUSED_ENDING = "0000"
"""A number that ends so is refused, so that refusals can be tried."""


def units(text: str) -> tuple[int, int]:
    """Length in UTF-16 units and the number of parts a gateway would send (70 in one part, 67 in each of several)."""
    length = len(text.encode("utf-16-le")) // 2
    return length, 1 if length <= 70 else -(-length // 67)


def problem(message: Any) -> str:
    """The contract's code of what is wrong with a message, empty when it is good."""
    if not isinstance(message, dict):
        return "not_an_object"
    to, text, key = message.get("to"), message.get("text"), message.get("id")
    if not isinstance(to, str) or not NUMBER.fullmatch(to):
        return "bad_number"
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
        return "bad_text"
    if not isinstance(key, str) or not 1 <= len(key) <= 100:
        return "bad_id"
    return ""


def make_pages(folder: Path) -> type[Pages]:
    """The gateway and its web view over `folder`."""
    lock = threading.Lock()

    class SmsPages(Pages):
        title_key = "sms_title"
        note_key = "sms_note"

        def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
            """Take one message."""
            if not self.local():
                return
            length = self.headers.get("Content-Length") or ""
            if self.path != "/send":
                self.json(404, {"status": "refused", "code": "no_such_address"})
            elif not length.isdigit() or int(length) > BIGGEST:
                self.close_connection = True
                self.json(413, {"status": "refused", "code": "too_long"})
            elif (self.headers.get("Content-Type") or "").partition(";")[0].strip() != "application/json":
                self.close_connection = True
                self.json(415, {"status": "refused", "code": "not_json"})
            else:
                self.take(self.rfile.read(int(length)))

        def take(self, body: bytes) -> None:
            try:
                message = json.loads(body)
            except ValueError:
                self.json(400, {"status": "refused", "code": "not_json"})
                return
            if code := problem(message):
                self.json(422 if code == "bad_number" else 400, {"status": "refused", "code": code})
            elif message["to"].endswith(REFUSED_ENDING):
                self.json(422, {"status": "refused", "code": "unreachable", "id": message["id"]})
            else:
                keep(message)
                self.json(202, {"status": "accepted", "id": message["id"]})

        def page(self, path: str, query: dict[str, str]) -> None:
            if path not in ("/", "/messages.json"):
                self.missing()
                return
            wanted = query.get("to", "").replace(" ", "")
            if wanted.isdigit():
                wanted = "+" + wanted  # a plus in an address is a space
            shown = [m for m in messages() if not wanted or m["to"] == wanted][:PAGE_SIZE]
            if path != "/":
                self.json(200, shown)
                return
            rows = [
                [e(m["at"]), e(m["to"]), f"<pre>{e(m['text'])}</pre>", e("{} ({})".format(*units(m["text"])))]
                for m in shown
            ]
            self.html(200, self.finder(query) + self.table(["when", "to", "text", "length"], rows))

    def keep(message: dict[str, str]) -> None:
        """Write the message unless its id was taken before: a retry sends nothing twice."""
        name = hashlib.sha256(message["id"].encode()).hexdigest()[:32]
        file = folder / f"{name}.json"
        with lock:
            if file.exists():
                return
            at = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
            fresh = folder / f".{name}.new"
            content = {"at": at, "to": message["to"], "text": message["text"], "id": message["id"]}
            fresh.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            fresh.replace(file)

    def messages() -> list[dict[str, str]]:
        found = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")]
        return sorted(found, key=lambda message: str(message["at"]), reverse=True)

    return SmsPages


def main() -> None:
    """Entry point."""
    root = Path(os.environ.get("JARIYA_VAR") or Path(__file__).resolve().parents[3] / "var")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--web", type=int, required=True)
    parser.add_argument("--folder", type=Path, default=root / "sms")
    chosen = parser.parse_args()
    chosen.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server(chosen.web, make_pages(chosen.folder)).serve_forever()


if __name__ == "__main__":
    main()
