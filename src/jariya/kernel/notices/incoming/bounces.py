"""Reports that a letter of ours did not arrive: RFC 3464 with the codes of RFC 3463. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

_CODE = re.compile(r"(?<![0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.])")
_SMTP = re.compile(r"(?<![0-9])([45][0-5][0-9])(?![0-9])")
_HARD_WORDS = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox|address)|does not exist|mailbox unavailable"
    r"|invalid (?:recipient|mailbox)|recipient (?:address )?rejected|account (?:is )?disabled|нет такого|не существует",
    re.IGNORECASE,
)
_HARD = re.compile(r"^5\.(?:1\.[0-9]+|2\.1|4\.4)$")
"""Address and mailbox are gone, or its domain has no mail: 5.1.x, 5.2.1, 5.4.4. A full box (5.2.2), a letter too big
(5.3.4) or a policy (5.7.x) say nothing of the address."""
MOST_TEXT = 20_000


@dataclass(frozen=True)
class Report:
    """What happened to a letter. `code`: RFC 3463, or the plain SMTP code when no other was given."""

    action: str
    code: str

    @property
    def hard(self) -> bool:
        """Whether the address is gone for good."""
        return self.action == "failed" and _HARD.match(self.code) is not None

    @property
    def failed(self) -> bool:
        """Whether the letter did not arrive; a delay or a relay is no failure."""
        return self.action == "failed"


def read(letter: Message) -> Report | None:
    """The report in a letter to a return path; None when it is none.

    A server that writes no RFC 3464 is read by its words, and only towards a hard failure when they say so plainly.
    """
    for part in letter.walk():
        if part.get_content_type() == "message/delivery-status":
            return _status(part)
    if letter.get_content_type() == "multipart/report" or _from_daemon(letter):
        return _words(letter)
    return None


def _status(part: Message) -> Report:
    """The worst of the recipients' blocks: ours has one recipient, so there is one."""
    found = Report("failed", "")
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message) or "Action" not in block:
            continue
        action = str(block.get("Action", "")).split(";")[0].strip().lower()
        status = _CODE.search(str(block.get("Status", "")))
        diagnostic = _CODE.search(str(block.get("Diagnostic-Code", "")))
        # `5.0.0` says nothing; the other server's own words say more.
        code = status.group(1) if status else ""
        if diagnostic and (not code or code.endswith(".0.0")):
            code = diagnostic.group(1)
        if code == "5.0.0" and _HARD_WORDS.search(str(block.get("Diagnostic-Code", ""))):
            code = "5.1.1"
        found = Report(action or "failed", code)
        if found.failed:
            return found
    return found


def _from_daemon(letter: Message) -> bool:
    return re.search(r"mailer-daemon|postmaster|mail delivery", str(letter.get("From", "")), re.IGNORECASE) is not None


def _words(letter: Message) -> Report:
    for part in letter.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            said = content[:MOST_TEXT].decode("utf-8", "replace") if isinstance(content, bytes) else ""
            if _HARD_WORDS.search(said):
                return Report("failed", "5.1.1")
            code = _CODE.search(said) or _SMTP.search(said)
            return Report("failed" if not code or code.group(1)[0] != "4" else "delayed", code.group(1) if code else "")
    return Report("failed", "")
