"""The frame of the TEST windows: one language, one mark TEST, no script needed, this machine alone."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from jariya.kernel.signing.soft.words import ALGORITHMS, LANGUAGES, word
from jariya.kernel.signing.testca import TestPerson
from jariya.kernel.signing.testca.persons import Person

LOCAL = ("localhost", "127.0.0.1", "[::1]")
BIGGEST_FORM = 100_000

STYLE = """
:root{color-scheme:light dark;font:18px/1.5 system-ui,sans-serif;
--edge:#8a1c1c;--ground:#fff3d6;--ink:#1a1a1a;--page:#fff;--link:#0b4a8f}
@media(prefers-color-scheme:dark){:root{--edge:#ffb4a8;--ground:#3a2c05;--ink:#f4f4f4;--page:#161616;--link:#a9cdff}}
*{box-sizing:border-box}
html{background:var(--page);color:var(--ink)}
a{color:var(--link)}
body{background:var(--page);max-width:46rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
.note{border:4px solid var(--edge);background:var(--ground);color:var(--ink);padding:.75rem;font-weight:600}
.said,.error{border-inline-start:6px solid;padding:.5rem .75rem;font-weight:600}
section{border:1px solid;padding:.75rem;margin-block:1rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;border:1px solid;padding:.5rem;margin:0}
label{font-weight:600}
select,textarea,button{font:inherit;inline-size:100%;max-inline-size:100%;padding:.5rem;min-block-size:2.75rem}
.tick{display:flex;gap:.6rem;align-items:start}.tick label{font-weight:400}
input[type=checkbox]{inline-size:1.5rem;block-size:1.5rem;flex:none}
.buttons{display:grid;gap:.6rem}
@media(min-width:30rem){.buttons{grid-template-columns:1fr 1fr}}
button.first{font-weight:700;border:3px solid}
nav ul{display:flex;gap:1rem;list-style:none;padding:0;margin:0}
nav a{display:inline-block;padding:.25rem .1rem}
dt{font-weight:600}dd{margin:0 0 .5rem}
:focus-visible{outline:3px solid;outline-offset:2px}
"""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def e(text: object) -> str:
    """Text made safe for HTML."""
    return html.escape(str(text), quote=True)


class Refused(Exception):
    """A form that is not taken: the status of the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Pages(BaseHTTPRequestHandler):
    """What all TEST windows share. Subclasses answer `get(path)` and `post(path)`."""

    title_key = "nca_title"
    note_key = "nca_note"
    server_version = "Jariya-TEST"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:  # noqa: N802 - the name http.server calls
        """Answer a GET or HEAD."""
        if self._begin():
            if self.path_only == "/style.css":
                self.answer(200, "text/css; charset=utf-8", STYLE.encode())
            else:
                self.get(self.path_only)

    def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
        """Answer a POST that comes from our own pages or from a program of this machine."""
        if not self._begin():
            return
        if not self._from_here():
            self.close_connection = True
            self.json(403, {"code": "other_origin"})
            return
        try:
            self.post(self.path_only)
        except Refused as refused:
            self.close_connection = True
            self.html(refused.status, self.error("bad_form"))

    do_HEAD = do_GET  # noqa: N815

    def get(self, path: str) -> None:
        """Answer the address."""
        self.missing()

    def post(self, path: str) -> None:
        """Take a form at the address."""
        self.missing()

    def _begin(self) -> bool:
        parts = urlsplit(self.path)
        self.path_only = parts.path
        self.query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.language = self._choose()
        host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host") or ""
        if host in LOCAL:
            return True
        # Another name for this machine is a page elsewhere that wants to read ours.
        self.close_connection = True
        self.answer(421, "text/plain; charset=utf-8", b"http://localhost\n")
        return False

    def _from_here(self) -> bool:
        origin, site = self.headers.get("Origin"), self.headers.get("Sec-Fetch-Site")
        if origin is None:
            return site in (None, "same-origin", "none")
        return origin == f"http://{self.headers.get('Host')}"

    def _choose(self) -> str:
        if self.query.get("lang") in LANGUAGES:
            return self.query["lang"]
        for part in (self.headers.get("Accept-Language") or "").split(","):
            if part.strip()[:2].lower() in LANGUAGES:
                return part.strip()[:2].lower()
        return "kk"

    def body(self, kind: str) -> bytes:
        """The body of a POST of this media type.

        Raises:
            Refused: 413 or 415.
        """
        length = self.headers.get("Content-Length") or ""
        if not length.isdigit() or int(length) > BIGGEST_FORM:
            raise Refused(413)
        if (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower() != kind:
            raise Refused(415)
        return self.rfile.read(int(length))

    def form(self) -> dict[str, str]:
        """The fields of a posted form; its language counts."""
        try:
            fields = parse_qs(self.body("application/x-www-form-urlencoded").decode(), max_num_fields=50)
        except ValueError:
            raise Refused(400) from None
        found = {name: values[-1] for name, values in fields.items()}
        if found.get("lang") in LANGUAGES:
            self.language = found["lang"]
        return found

    def say(self, key: str) -> str:
        """A sentence in the reader's language, safe for HTML."""
        return e(word(key, self.language))

    def error(self, key: str, more: str = "") -> str:
        """A sentence about trouble."""
        further = f" {self.say(more)}" if more else ""
        return f'<p class="error" role="alert">{self.say(key)}{further}</p>'

    def missing(self) -> None:
        """404."""
        back = f'<p><a href="/?lang={self.language}">{self.say("back")}</a></p>'
        self.html(404, f"<p>{self.say('not_found')}</p>{back}")

    def html(self, status: int, body: str, *, script: bool = False) -> None:
        """A whole page around `body`."""
        title = self.say(self.title_key)
        names = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
        kept = {name: value for name, value in self.query.items() if name not in ("lang", "done")}
        links = ""
        for code in LANGUAGES:
            here = ' aria-current="true"' if code == self.language else ""
            address = e("?" + urlencode({**kept, "lang": code}))
            links += f'<li><a href="{address}" lang="{code}" hreflang="{code}"{here}>{names[code]}</a></li>'
        comfort = '<script src="/window.js" defer></script>' if script else ""
        page = (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>'
            f'<link rel="stylesheet" href="/style.css">{comfort}</head><body>'
            f'<header><p class="note">{self.say(self.note_key)}</p>'
            f'<nav aria-label="{self.say("languages")}"><ul>{links}</ul></nav></header>'
            f"<main><h1>{title}</h1>{body}</main></body></html>"
        )
        self.answer(status, "text/html; charset=utf-8", page.encode())

    def json(self, status: int, value: Any) -> None:
        """A JSON answer."""
        self.answer(status, "application/json", json.dumps(value, ensure_ascii=False).encode())

    def see(self, address: str) -> None:
        """Lead on after a form."""
        self.answer(303, "text/plain; charset=utf-8", b"", Location=address)

    def answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        """Headers and body; nothing is cached, sniffed or framed."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        # Not "no-referrer": with that a browser hides the origin of our own forms.
        self.send_header("Referrer-Policy", "same-origin")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """What is signed does not belong into a log."""

    # parts of forms

    def choice(self, offers: Iterable[tuple[TestPerson, str]], chosen: dict[str, str], prefix: str) -> str:
        """Who signs, with which key, and whether to sign where the real program would not."""

        def option(field: str, value: str, title: str) -> str:
            selected = " selected" if chosen.get(field) == value else ""
            return f'<option value="{e(value)}"{selected}>{e(title)}</option>'

        unfit = f" ({word('not_fitting', self.language)})"
        people = "".join(
            option("person", one.person.key, self.describe(one.person) + (unfit if why else "")) for one, why in offers
        )
        kinds = "".join(option("algorithm", name, title) for name, title in ALGORITHMS.items())
        ticked = " checked" if chosen.get("anyway") else ""
        return (
            f'<p><label for="{prefix}person">{self.say("who")}</label>'
            f'<select id="{prefix}person" name="person">{people}</select></p>'
            f'<p><label for="{prefix}algorithm">{self.say("algorithm")}</label>'
            f'<select id="{prefix}algorithm" name="algorithm">{kinds}</select></p>'
            f'<p class="tick"><input type="checkbox" id="{prefix}anyway" name="anyway" value="1"{ticked}>'
            f'<label for="{prefix}anyway">{self.say("anyway")}</label></p>'
        )

    def describe(self, person: Person) -> str:
        """A TEST person in one line: the name, what they are, and what is wrong with the key."""
        words = [word(f"role_{person.role}", self.language)]
        if person.organisation:
            words.append(person.organisation.name)
        if person.purpose == "auth":
            words.append(word("purpose_auth", self.language))
        if person.state != "good":
            words.append(word(f"state_{person.state}", self.language))
        if person.issuer != "nca":
            words.append(word(f"issuer_{person.issuer}", self.language))
        if person.rsa_bits < 2048:
            words.append(word("weak_key", self.language))
        return f"{person.common_name}: {', '.join(words)}"

    def document(self, content: bytes, title: str) -> str:
        """What is signed, readable: JSON in lines under its title, other text as it is, else size and digest."""
        own = heading(content, self.language)
        named = f"<p><strong>{e(own)}</strong></p>" if own else ""
        return f"<h3>{e(title)}</h3>{named}<pre>{e(readable(content, self.language))}</pre>"


def heading(content: bytes, language: str) -> str:
    """The title that a manifest of ours carries for the reader, empty for other documents."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    return str(found.get("title_kk" if language == "kk" else "title_ru") or found.get("title_kk") or "")


def readable(content: bytes, language: str) -> str:
    """A document as text; nothing in it is left out."""
    import hashlib

    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    if not text or any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text):
        return word("binary", language).format(size=len(content), digest=hashlib.sha256(content).hexdigest())
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return json.dumps(found, ensure_ascii=False, indent=1) if isinstance(found, dict | list) else text


def server(port: int, handler: type[Pages]) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 only."""

    class Server(ThreadingHTTPServer):
        allow_reuse_address = True
        daemon_threads = True

    return Server(("127.0.0.1", port), handler)
