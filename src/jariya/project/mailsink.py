"""The local mail sink of `./run`: a real SMTP server that keeps every letter as a file and shows it on a page.

python -m jariya.project.mailsink --smtp PORT --web PORT [--folder FOLDER]

Pages: `/` the list (`?to=` filters), `/<id>` one letter, `/<id>/html` its HTML part inside a sandbox,
`/<id>/raw` the file; `/messages.json?to=` for tests.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import os
import re
import secrets
import signal
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from jariya.project.sinkpages import PAGE_SIZE, Pages, e, server, word

ID = re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{6}-[0-9a-f]{8}")
BIGGEST = 30_000_000
FRAME = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"


class Keep:
    """Takes letters by SMTP and writes each into its own file, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """One letter: the envelope's recipients are kept as a header of our own."""
        now = datetime.datetime.now(datetime.UTC)
        name = f"{now:%Y%m%dT%H%M%S.%f}-{secrets.token_hex(4)}"
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        fresh = self.folder / f".{name}.new"
        fresh.write_bytes(head.encode("utf-8", "replace") + bytes(envelope.original_content or b""))
        fresh.replace(self.folder / f"{name}.eml")
        return "250 OK kept, goes nowhere"


def read(file: Path) -> EmailMessage:
    """The letter in `file`; a broken one still gives what can be read."""
    found = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def header(letter: EmailMessage, name: str) -> str:
    """A header as text, empty when it is missing or cannot be read."""
    try:
        return str(letter.get(name, ""))
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        return ""


def part(letter: EmailMessage, kind: str) -> str:
    """The text of the `plain` or `html` part."""
    body = letter.get_body(preferencelist=(kind,))
    if not isinstance(body, EmailMessage):
        return ""
    try:
        return str(body.get_content())
    except (LookupError, ValueError, KeyError):
        content = body.get_payload(decode=True)
        return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def moment(name: str) -> str:
    """When a letter came, from its name, in ISO form (UTC)."""
    return f"{name[:4]}-{name[4:6]}-{name[6:8]} {name[9:11]}:{name[11:13]}:{name[13:15]}Z"


def make_pages(folder: Path) -> type[Pages]:
    """The web view of `folder`."""

    class MailPages(Pages):
        def page(self, path: str, query: dict[str, str]) -> None:
            if path in ("/", "/messages.json"):
                self.listing(query, as_json=path != "/")
                return
            name, _, view = path.strip("/").partition("/")
            file = folder / f"{name}.eml"
            if not ID.fullmatch(name) or not file.is_file() or view not in ("", "html", "raw"):
                self.missing()
            elif view == "raw":
                self.answer(200, "text/plain; charset=utf-8", file.read_bytes())
            elif view == "html":
                self.answer(200, "text/html; charset=utf-8", part(read(file), "html").encode(), policy=FRAME)
            else:
                self.letter(name, read(file))

        def listing(self, query: dict[str, str], *, as_json: bool) -> None:
            names = sorted((file.stem for file in folder.glob("*.eml")), reverse=True)
            if before := query.get("before", ""):
                names = [name for name in names if name < before]
            wanted = query.get("to", "").strip().lower()
            shown: list[tuple[str, EmailMessage]] = []
            more = False
            for name in names:
                letter = read(folder / f"{name}.eml")
                if wanted and wanted not in header(letter, "X-Envelope-To").lower():
                    continue
                if len(shown) == PAGE_SIZE:
                    more = True
                    break
                shown.append((name, letter))
            if as_json:
                self.json(200, [as_dict(name, letter) for name, letter in shown])
                return
            rows = [
                [
                    e(moment(name)),
                    e(header(letter, "X-Envelope-To")),
                    f'<a href="/{name}?lang={self.language}">{e(header(letter, "Subject") or "—")}</a>',
                ]
                for name, letter in shown
            ]
            body = self.finder(query) + self.table(["when", "to", "subject"], rows)
            if more:
                address = f"/?lang={self.language}&before={shown[-1][0]}&to={wanted}"
                body += f'<p><a href="{e(address)}">{e(word("older", self.language))}</a></p>'
            self.html(200, body)

        def letter(self, name: str, letter: EmailMessage) -> None:
            rows = [
                [e(word("when", self.language)), e(moment(name))],
                [e(word("from", self.language)), e(header(letter, "From"))],
                [e(word("to", self.language)), e(header(letter, "X-Envelope-To"))],
            ]
            files = [item.get_filename() or item.get_content_type() for item in letter.iter_attachments()]
            if files:
                rows.append([e(word("files", self.language)), e(", ".join(files))])
            facts = "".join(f'<tr><th scope="row">{head}</th><td>{value}</td></tr>' for head, value in rows)
            body = f"<h2>{e(header(letter, 'Subject') or '—')}</h2><table><tbody>{facts}</tbody></table>"
            body += f"<pre>{e(part(letter, 'plain'))}</pre>"
            if part(letter, "html"):
                title = e(word("html", self.language))
                body += f'<h2>{title}</h2><iframe sandbox title="{title}" src="/{name}/html"></iframe>'
            raw = e(word("raw", self.language))
            self.html(200, f'{body}<p><a href="/{name}/raw">{raw}</a></p>{self.back()}')

    return MailPages


def as_dict(name: str, letter: EmailMessage) -> dict[str, str]:
    """A letter for machines."""
    return {
        "id": name,
        "to": header(letter, "X-Envelope-To"),
        "from": header(letter, "From"),
        "subject": header(letter, "Subject"),
        "text": part(letter, "plain"),
        "html": part(letter, "html"),
    }


async def serve(smtp: int, folder: Path) -> None:
    """Take letters until asked to stop."""
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    keep = Keep(folder)
    listener = await loop.create_server(
        lambda: SMTP(keep, data_size_limit=BIGGEST, enable_SMTPUTF8=True, hostname="localhost"), "127.0.0.1", smtp
    )
    async with listener:
        await stop.wait()


def main() -> None:
    """Entry point."""
    root = Path(os.environ.get("JARIYA_VAR") or Path(__file__).resolve().parents[3] / "var")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smtp", type=int, required=True)
    parser.add_argument("--web", type=int, required=True)
    parser.add_argument("--folder", type=Path, default=root / "mail")
    chosen = parser.parse_args()
    chosen.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pages = server(chosen.web, make_pages(chosen.folder))
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    asyncio.run(serve(chosen.smtp, chosen.folder))


if __name__ == "__main__":
    main()
