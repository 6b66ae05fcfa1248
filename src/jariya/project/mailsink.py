"""The local mail sink of `./run`: a real SMTP server that keeps every letter as a file and shows it on a page.

python -m jariya.project.mailsink --smtp PORT --web PORT [--replies PORT] [--folder FOLDER]

A letter that names a reply address has a form: what is typed there goes as a real letter to the site's own door.

Pages: `/` the list (`?to=` filters), `/<id>` one letter, `/<id>/html` its HTML part inside a sandbox,
`/<id>/raw` the file; `/messages.json?to=` for tests.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime
import hashlib
import hmac
import os
import re
import secrets
import signal
import smtplib
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

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


def answer_to(letter: EmailMessage, text: str) -> EmailMessage:
    """A reply as the recipient's mail program would write it, the letter quoted below."""
    reply = EmailMessage()
    reply["From"] = parseaddr(header(letter, "X-Envelope-To"))[1]
    reply["To"] = parseaddr(header(letter, "Reply-To"))[1]
    reply["Subject"] = f"Re: {header(letter, 'Subject')}"
    reply["Date"], reply["Message-ID"] = formatdate(), make_msgid(domain="localhost")
    if before := header(letter, "Message-ID"):
        reply["In-Reply-To"] = before
    quoted = "\n".join(f"> {line}" for line in part(letter, "plain").splitlines())
    reply.set_content(f"{text.strip()}\n\n{quoted}\n")
    return reply


def hand_over(reply: EmailMessage, port: int) -> str:
    """Send a reply to the site's door; empty when it was taken, else the door's words."""
    with contextlib.suppress(smtplib.SMTPServerDisconnected), smtplib.SMTP("127.0.0.1", port, timeout=10) as door:
        try:
            door.sendmail(str(reply["From"]), [str(reply["To"])], reply.as_bytes(policy=WIRE))
        except smtplib.SMTPRecipientsRefused as error:
            return " ".join(words.decode("utf-8", "replace") for _code, words in error.recipients.values())
        except smtplib.SMTPResponseException as error:
            said = error.smtp_error
            return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return ""


def make_pages(folder: Path, replies: int = 0) -> type[Pages]:
    """The web view of `folder`. `replies`: port of the site's door for mail; 0: there is none."""
    word_of_forms = secrets.token_bytes(16)

    def mark(name: str) -> str:
        """What another site's form cannot know."""
        return hmac.new(word_of_forms, name.encode(), hashlib.sha256).hexdigest()[:32]

    class MailPages(Pages):
        def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
            """Reply to a letter."""
            if not self.local():
                return
            path = urlsplit(self.path)
            self.language = self.choose({key: found[-1] for key, found in parse_qs(path.query).items()})
            name, _, view = path.path.strip("/").partition("/")
            file, length = folder / f"{name}.eml", self.headers.get("Content-Length") or ""
            if not ID.fullmatch(name) or view != "reply" or not replies or not file.is_file():
                self.missing()
                return
            if not length.isdigit() or int(length) > 200_000:
                self.close_connection = True
                self.answer(413, "text/plain; charset=utf-8", b"413\n")
                return
            posted = parse_qs(self.rfile.read(int(length)).decode("utf-8", "replace"))
            asked = {key: found[-1] for key, found in posted.items()}
            letter = read(file)
            if not hmac.compare_digest(asked.get("mark", ""), mark(name)) or not header(letter, "Reply-To"):
                self.missing()
                return
            try:
                refused = hand_over(answer_to(letter, asked.get("text", "")), replies)
            except OSError:
                said = e(word("reply_away", self.language))
            else:
                told = "reply_refused" if refused else "reply_sent"
                said = f"{e(word(told, self.language))} {e(refused)}"
            back = f'<p><a href="/{name}?lang={self.language}">{e(header(letter, "Subject"))}</a></p>'
            self.html(200, f'<p class="note">{said}</p>{back}{self.back()}')

        def reply_form(self, name: str, letter: EmailMessage) -> str:
            """The form under a letter that can be answered."""
            if not replies or not header(letter, "Reply-To"):
                return ""
            return (
                f"<h2>{e(word('reply', self.language))}</h2>"
                f'<form method="post" action="/{name}/reply?lang={self.language}">'
                f'<input type="hidden" name="mark" value="{mark(name)}">'
                f'<p><label for="text">{e(word("reply_text", self.language))}</label><br>'
                f'<textarea id="text" name="text" rows="6" required></textarea></p>'
                f"<p><button>{e(word('reply_send', self.language))}</button></p></form>"
            )

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
            body += self.reply_form(name, letter)
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
    parser.add_argument("--replies", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=root / "mail")
    chosen = parser.parse_args()
    chosen.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pages = server(chosen.web, make_pages(chosen.folder, chosen.replies))
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    asyncio.run(serve(chosen.smtp, chosen.folder))


if __name__ == "__main__":
    main()
