"""What the border server found of SPF, DKIM and DMARC: RFC 8601. Only its own header counts. Pure."""

from __future__ import annotations

import re
from email.message import Message

_METHOD = re.compile(r"(?:^|;)\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_RESULTS = frozenset({"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy"})


def verdict(letter: Message, server: str) -> dict[str, str]:
    """Results by method, `{"spf": "pass"}`, from the topmost `Authentication-Results` of the named server.

    A border server removes headers that claim its name (RFC 8601, 5) and puts its own on top. Without a name nothing
    is believed.
    """
    if not server:
        return {}
    for header in letter.get_all("Authentication-Results", []):
        said = _COMMENT.sub(" ", str(header).replace("\r", " ").replace("\n", " "))
        name = said.partition(";")[0].split()
        if name and name[0].lower() == server.lower():
            found: dict[str, str] = {}
            for method, result in _METHOD.findall(said.partition(";")[2]):
                if result.lower() in _RESULTS:
                    # Several DKIM signatures: one that holds is enough.
                    found[method.lower()] = "pass" if found.get(method.lower()) == "pass" else result.lower()
            return found
    return {}


def forged(found: dict[str, str]) -> bool:
    """Whether the border says that the sender is not who the letter claims."""
    return found.get("dmarc") == "fail" or (found.get("spf") == "fail" and found.get("dkim") != "pass")
