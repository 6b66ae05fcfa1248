"""A raw letter read: who, what about, the person's own words, files, and whether a person wrote it at all. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from jariya.kernel.notices.incoming import automatic, border, charsets, hypertext, quoting

MOST_PARTS = 60
MOST_ATTACHMENTS = 20
LONGEST = 200_000
"""Characters of text that are looked at."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Attachment:
    """A file as it came: the name its sender gave, the type its sender claims, the bytes. Nothing of it is believed."""

    name: str
    claimed: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What was read. `text`: the person's own words; `automatic`: code of why no person wrote it, or empty."""

    sender: str
    subject: str
    text: str
    automatic: str
    border: dict[str, str]
    attachments: tuple[Attachment, ...]
    more_attachments: int
    """How many were too many and left out."""


def parse(raw: bytes) -> Message:
    """The message; broken ones give what can be read. The old policy: the new one fails on hostile headers."""
    return message_from_bytes(raw, policy=policy.compat32)


def read(raw: bytes, *, envelope_from: str | None, site: str, border_server: str) -> Letter:
    """Read a letter.

    Args:
        envelope_from: the sender of the SMTP dialogue; "" for the empty one, None when a pipe did not say.
        site: host of this installation.
        border_server: name of the server whose `Authentication-Results` are believed; empty: none.
    """
    message = parse(raw)
    sender = parseaddr(header(message, "From"))[1].strip().lower()
    subject = header(message, "Subject")[:500]
    parts = list(_leaves(message))
    attachments = [part for part in parts if _is_file(part)]
    return Letter(
        sender=sender,
        subject=subject,
        text=_CONTROL.sub("", quoting.own_words(_body(parts)[:LONGEST])),
        automatic=automatic.why(message, sender=envelope_from, subject=subject, site=site)
        or ("robot" if automatic.is_robot(sender) else ""),
        border=border.verdict(message, border_server),
        attachments=tuple(_attachment(part) for part in attachments[:MOST_ATTACHMENTS]),
        more_attachments=max(0, len(attachments) - MOST_ATTACHMENTS),
    )


def header(message: Message, name: str) -> str:
    """A header as one line of text: encoded words in any alphabet, raw eight-bit ones too; broken as they stand."""
    value = message.get(name)
    if value is None:
        return ""
    said = ""
    try:
        pieces = decode_header(value)
    except Exception:  # noqa: BLE001 - a header may be broken in any way
        pieces = [(str(value), None)]
    for piece, label in pieces:
        if isinstance(piece, bytes):
            said += charsets.decode(piece, None if label == "unknown-8bit" else label)
        else:
            # Raw bytes stand in the text as surrogates.
            said += charsets.decode(piece.encode("utf-8", "surrogateescape"), None)
    return " ".join(_CONTROL.sub(" ", said).split())


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, without looking into letters attached to this one."""
    stack, seen = [message], 0
    while stack and seen < MOST_PARTS:
        part = stack.pop(0)
        seen += 1
        content = part.get_payload()
        if part.is_multipart() and part.get_content_maintype() == "multipart" and isinstance(content, list):
            stack = [one for one in content if isinstance(one, Message)] + stack
        else:
            yield part


def _is_file(part: Message) -> bool:
    named = part.get_filename() is not None
    if part.get_content_disposition() == "attachment" or part.get_content_maintype() == "message":
        return True
    # A picture inside the text (a logo in a signature) has a Content-ID and no name of its own.
    if part.get_content_maintype() == "text" and part.get_content_type() in ("text/plain", "text/html"):
        return named
    return named or "Content-ID" not in part


def _body(parts: list[Message]) -> str:
    """The text: the plain parts, else the HTML ones."""
    texts = [part for part in parts if part.get_content_type() == "text/plain" and not _is_file(part)]
    plain = "\n".join(_plain(part) for part in texts).strip()
    if plain:
        return plain
    pages = [part for part in parts if part.get_content_type() == "text/html" and not _is_file(part)]
    return "\n".join(hypertext.text_of(_decoded(part)) for part in pages)


def _plain(part: Message) -> str:
    """A plain part with `format=flowed` lines put together (RFC 3676)."""
    text = _decoded(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    delsp = str(part.get_param("delsp", "")).lower() == "yes"
    lines: list[str] = []
    joined = False
    for line in text.split("\n"):
        if joined and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        joined = line.endswith(" ") and line != "-- " and not line.startswith(">")
        if joined and delsp:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    label = part.get_param("charset")
    return charsets.decode(content[: LONGEST * 4], label if isinstance(label, str) else None)


def _attachment(part: Message) -> Attachment:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):  # a letter attached to a letter
        inner = part.get_payload()
        content = inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
    name = part.get_filename() or ""
    try:
        pieces = decode_header(name)
        name = "".join(charsets.decode(one, label) if isinstance(one, bytes) else one for one, label in pieces)
    except Exception:  # noqa: BLE001 - a name may be broken in any way
        name = ""
    return Attachment(" ".join(_CONTROL.sub(" ", name).split())[:200], part.get_content_type(), content)
