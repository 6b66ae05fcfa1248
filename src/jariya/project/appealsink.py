"""The TEST system for appeals of `./run`, by the contract in docs/adapters/appeals.md. It says that it is a simulator.

python -m jariya.project.appealsink --web PORT [--folder FOLDER]

It takes appeals, registers them and tells what happens to them; its page lets a visitor play the body. It behaves badly
on demand: slow, telling twice, out of order, down.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import random
import re
import signal
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from jariya.project.sinkpages import Pages, e, server, word

BIGGEST = 3_000_000
BIGGEST_FILE = 3 * 1024**3
MODES = ("good", "slow", "twice", "shuffled", "down", "chaos")
STEPS = ("accepted", "forwarded", "extended", "answered", "returned", "closed")
ALMATY = dt.timezone(dt.timedelta(hours=5))
KEY = re.compile(r"[0-9a-f-]{36}")
FILE = re.compile(r"/v1/appeals/(?P<key>[0-9a-f-]{36})/attachments/(?P<number>[0-9]{1,3})(?P<withheld>/withheld)?")

SCHEMA = """
CREATE TABLE IF NOT EXISTS appeal (key TEXT PRIMARY KEY, number TEXT UNIQUE, document TEXT, at TEXT);
CREATE TABLE IF NOT EXISTS event (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, key TEXT, seq INTEGER, said TEXT,
    UNIQUE (key, seq));
CREATE TABLE IF NOT EXISTS attachment (key TEXT, number INTEGER, sha256 TEXT, size INTEGER, name TEXT, withheld TEXT,
    PRIMARY KEY (key, number));
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT);
"""


class Book:
    """What the simulator keeps, in one SQLite file, so that it survives being killed."""

    def __init__(self, file: Path, *, chance: random.Random | None = None) -> None:
        self.lock = threading.Lock()
        self.chance = chance or random.Random()
        self.link = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self.link.executescript(SCHEMA)

    @property
    def mode(self) -> str:
        """How it behaves now."""
        row = self.link.execute("SELECT value FROM setting WHERE name = 'mode'").fetchone()
        return row[0] if row else "good"

    def behave(self, mode: str) -> None:
        """From now on behave so."""
        with self.lock:
            self.link.execute("INSERT OR REPLACE INTO setting VALUES ('mode', ?)", [mode])

    def take(self, key: str, document: str, *, now: dt.datetime) -> tuple[int, dict[str, Any]]:
        """Register an appeal, or say again what was said of it: one key is one appeal."""
        with self.lock:
            row = self.link.execute("SELECT number, document FROM appeal WHERE key = ?", [key]).fetchone()
            if row and row[1] != document:
                return 409, {"code": "key_reused", "message": ""}
            day = now.astimezone(ALMATY).date()
            if row:
                return 200, {"key": key, "number": row[0], "registered_on": self._registered(key)}
            said = json.loads(document)
            held = {number: sha256 for number, sha256, _size, _name, _code in self._files(key)}
            wanted = said.get("attachments") or []
            missing = [one["number"] for one in wanted if held.get(one["number"]) != one["sha256"]]
            if missing:
                return 424, {"code": "attachments_missing", "message": "", "numbers": missing}
            if said.get("kind") not in ("application", "message", "feedback", "proposal", "inquiry", "complaint"):
                return 422, {"code": "kind_unknown", "message": ""}
            count = self.link.execute("SELECT count(*) FROM appeal").fetchone()[0]
            number = f"TEST-{day.year}-{count + 1:06d}"
            self.link.execute("BEGIN")
            self.link.execute("INSERT INTO appeal VALUES (?, ?, ?, ?)", [key, number, document, now.isoformat()])
            self._tell(key, number, "registered", {}, now)
            self.link.execute("COMMIT")
            return 201, {"key": key, "number": number, "registered_on": day.isoformat()}

    def keep(self, key: str, number: int, sha256: str, size: int, *, name: str = "", withheld: str = "") -> int:
        """Keep a file (of the simulator: its digest and length alone); the HTTP status of the answer."""
        with self.lock:
            row = self.link.execute(
                "SELECT sha256 FROM attachment WHERE key = ? AND number = ?", [key, number]
            ).fetchone()
            if row:
                return 200 if row[0] == sha256 else 409
            self.link.execute(
                "INSERT INTO attachment VALUES (?, ?, ?, ?, ?, ?)", [key, number, sha256, size, name, withheld]
            )
            return 201

    def _files(self, key: str) -> list[tuple[int, str, int, str, str]]:
        return self.link.execute(
            "SELECT number, sha256, size, name, withheld FROM attachment WHERE key = ? ORDER BY number", [key]
        ).fetchall()

    def files(self, key: str) -> list[tuple[int, str, int, str, str]]:
        """(number, digest, length, name, code of why it was not sent) of an appeal's files."""
        with self.lock:
            return self._files(key)

    def _registered(self, key: str) -> str:
        row = self.link.execute("SELECT said FROM event WHERE key = ? AND seq = 1", [key]).fetchone()
        return str(json.loads(row[0])["on"])

    def happen(self, key: str, status: str, data: dict[str, Any], *, now: dt.datetime) -> bool:
        """Something happens to an appeal; whether there is such an appeal."""
        with self.lock:
            row = self.link.execute("SELECT number FROM appeal WHERE key = ?", [key]).fetchone()
            if row is None:
                return False
            self._tell(key, row[0], status, data, now)
            return True

    def _tell(self, key: str, number: str, status: str, data: dict[str, Any], now: dt.datetime) -> None:
        seq = self.link.execute("SELECT coalesce(max(seq), 0) + 1 FROM event WHERE key = ?", [key]).fetchone()[0]
        one = f"{key}.{seq}"
        said = {
            "id": one,
            "key": key,
            "number": number,
            "seq": seq,
            "status": status,
            "at": now.isoformat(),
            "on": now.astimezone(ALMATY).date().isoformat(),
            "data": data,
        }
        self.link.execute(
            "INSERT INTO event (id, key, seq, said) VALUES (?, ?, ?, ?)", [one, key, seq, json.dumps(said)]
        )

    def events(self, after: str, limit: int) -> dict[str, Any]:
        """A page of events; told twice, shuffled or with a hole when it behaves so."""
        begin = int(after) if after.isdigit() else 0
        with self.lock:
            rows = self.link.execute(
                "SELECT place, said FROM event WHERE place > ? ORDER BY place LIMIT ?", [begin, limit]
            ).fetchall()
            told = [json.loads(said) for _place, said in rows]
            if self.mode in ("twice", "chaos") and begin:
                again = self.link.execute(
                    "SELECT said FROM event WHERE place <= ? ORDER BY place DESC LIMIT 20", [begin]
                )
                told += [json.loads(said) for (said,) in again] + told[:3]
            if self.mode in ("shuffled", "chaos"):
                self.chance.shuffle(told)
            if self.mode == "chaos" and len(told) > 2:
                told.pop()  # a hole: it is found again in the appeal's own history
        return {"events": told, "next": str(rows[-1][0] if rows else begin)}

    def history(self, key: str) -> dict[str, Any] | None:
        """All events of one appeal."""
        with self.lock:
            rows = self.link.execute("SELECT said FROM event WHERE key = ? ORDER BY seq", [key]).fetchall()
        return {"events": [json.loads(said) for (said,) in rows], "next": ""} if rows else None

    def list(self) -> list[tuple[str, str, dict[str, Any], str]]:
        """(key, number, document, last status), newest first."""
        with self.lock:
            rows = self.link.execute(
                "SELECT key, number, document FROM appeal ORDER BY number DESC LIMIT 50"
            ).fetchall()
            last = {
                key: json.loads(said)["status"]
                for key, said in self.link.execute("SELECT key, said FROM event ORDER BY place")
            }
        return [(key, number, json.loads(document), last[key]) for key, number, document in rows]


def make_pages(book: Book, *, token: str = "") -> type[Pages]:
    """The two calls of the contract and the page on which a visitor plays the body."""

    class AppealPages(Pages):
        title_key = "appeals_title"
        note_key = "appeals_note"

        def _misbehaves(self) -> bool:
            mode = book.mode
            if mode == "down" or (mode == "chaos" and book.chance.random() < 0.3):
                self.json(503, {"code": "down", "message": ""})
                return True
            if mode == "slow":
                time.sleep(3)
            return False

        def _known(self) -> bool:
            if token and self.headers.get("Authorization") != f"Bearer {token}":
                self.json(401, {"code": "unknown_client", "message": ""})
                return False
            return True

        def do_PUT(self) -> None:  # noqa: N802 - the name http.server calls
            """Take an appeal, or one of its files."""
            if not self.local():
                return
            length = self.headers.get("Content-Length") or ""
            path = unquote(urlsplit(self.path).path)
            file = FILE.fullmatch(path)
            most = BIGGEST_FILE if file and not file["withheld"] else BIGGEST
            if not length.isdigit() or int(length) > most:
                self.close_connection = True
                self.json(413, {"code": "attachment_too_big" if file else "too_long", "message": ""})
                return
            body, sha256 = self._read(int(length), keep=most == BIGGEST)
            if not self._known():
                return
            key = file["key"] if file else path.removeprefix("/v1/appeals/")
            if not KEY.fullmatch(key):
                self.json(404, {"code": "no_such_address", "message": ""})
                return
            if book.mode == "down":
                self.json(503, {"code": "down", "message": ""})
                return
            try:
                if file:
                    status, said = self._file(file, body, sha256, int(length))
                else:
                    status, said = book.take(key, body.decode(), now=dt.datetime.now(dt.UTC))
            except (ValueError, KeyError):
                status, said = 400, {"code": "not_json", "message": ""}
            # The worst moment: it holds the appeal, and the answer is lost.
            if book.mode == "chaos" and book.chance.random() < 0.4:
                self.close_connection = True
                self.connection.close()
                return
            if book.mode == "slow":
                time.sleep(3)
            self.json(status, said)

        def _read(self, length: int, *, keep: bool) -> tuple[bytes, str]:
            """The body and its digest; a file is read away piece by piece."""
            found, digest = [], hashlib.sha256()
            while length > 0 and (piece := self.rfile.read(min(length, 256 * 1024))):
                length -= len(piece)
                digest.update(piece)
                if keep:
                    found.append(piece)
            return b"".join(found), digest.hexdigest()

        def _file(self, file: re.Match[str], body: bytes, sha256: str, size: int) -> tuple[int, dict[str, Any]]:
            key, number = file["key"], int(file["number"])
            if file["withheld"]:
                said = json.loads(body)
                status = book.keep(key, number, str(said["sha256"]), 0, withheld=str(said["code"]))
            elif self.headers.get("X-Sha256") != sha256:
                return 400, {"code": "digest_differs", "message": ""}
            else:
                status = book.keep(key, number, sha256, size, name=unquote(self.headers.get("File-Name") or ""))
            return status, {"key": key, "number": number} if status < 400 else {"code": "attachment_other"}

        def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
            """A visitor plays the body, or changes how the simulator behaves."""
            if not self.local():
                return
            length = self.headers.get("Content-Length") or "0"
            body = self.rfile.read(min(int(length) if length.isdigit() else 0, 100_000))
            sent = {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}
            if self.path == "/mode" and sent.get("mode") in MODES:
                book.behave(sent["mode"])
            elif self.path == "/happen" and sent.get("status") in STEPS:
                now = dt.datetime.now(dt.UTC)
                book.happen(sent.get("key", ""), sent["status"], _data(sent, now), now=now)
            self.send_response(303)
            self.send_header("Location", "/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def page(self, path: str, query: dict[str, str]) -> None:
            if path.startswith("/v1/"):
                if self._known() and not self._misbehaves():
                    self.exit(path, query)
                return
            if path != "/":
                self.missing()
                return
            say = self.say
            buttons = "".join(
                f'<button name="mode" value="{mode}"{" disabled" if mode == book.mode else ""}>{say("mode_" + mode)}'
                "</button> "
                for mode in MODES
            )
            rows = [
                [
                    e(number),
                    say(status),
                    e(said["title"]),
                    e(said["addressee"]["name"]),
                    ", ".join(f"{place}: {size}" for place, _sha, size, _name, _code in book.files(key)),
                    self.steps(key),
                ]
                for key, number, said, status in book.list()
            ]
            head = ["number", "state", "subject", "to", "files", "act"]
            self.html(
                200,
                f'<h2>{say("behaves")}</h2><form method="post" action="/mode"><p>{buttons}</p></form>'
                + self.table(head, rows),
            )

        def say(self, key: str) -> str:
            return e(word(key, self.language))

        def steps(self, key: str) -> str:
            made = "".join(f'<button name="status" value="{step}">{self.say(step)}</button> ' for step in STEPS)
            text = f'<label>{self.say("text")} <input name="text" value="ТЕСТ: жауап / ответ"></label> '
            hidden = f'<input type="hidden" name="key" value="{e(key)}">'
            return f'<form method="post" action="/happen">{hidden}<p>{text}</p><p>{made}</p></form>'

        def exit(self, path: str, query: dict[str, str]) -> None:
            key = path.removeprefix("/v1/appeals/").removesuffix("/events")
            if path == "/v1/events":
                limit = query.get("limit", "200")
                self.json(200, book.events(query.get("after", ""), min(int(limit) if limit.isdigit() else 200, 200)))
            elif (found := book.history(key)) is not None:
                self.json(200, found)
            else:
                self.json(404, {"code": "no_such_appeal", "message": ""})

    return AppealPages


def _data(sent: dict[str, str], now: dt.datetime) -> dict[str, Any]:
    text = sent.get("text", "").strip() or "TEST"
    day = now.astimezone(ALMATY).date()
    data: dict[str, dict[str, Any]] = {
        "forwarded": {"to": {"bin": "000000000000", "name": "TEST"}},
        "extended": {"due_on": (day + dt.timedelta(days=60)).isoformat()},
        "answered": {"text": text, "signer_post": "TEST"},
        "returned": {"reason": text},
    }
    return data.get(sent["status"], {})


def main() -> None:
    """Entry point."""
    root = Path(os.environ.get("JARIYA_VAR") or Path(__file__).resolve().parents[3] / "var")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--web", type=int, required=True)
    parser.add_argument("--folder", type=Path, default=root / "appeals")
    chosen = parser.parse_args()
    chosen.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    book = Book(chosen.folder / "appeals.sqlite3")
    server(chosen.web, make_pages(book, token=os.environ.get("JARIYA_APPEALS_TOKEN", ""))).serve_forever()


if __name__ == "__main__":
    main()
