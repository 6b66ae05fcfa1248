"""E-mail addresses of people; addresses of offices (info@, kense@) are public."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jariya.kernel.language.personal.found import Found

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
LONGEST = 255
"""Characters: RFC 5321, 4.5.3.1."""
_SAID = re.compile(
    r"[\w.+-]+\s?(?:\(at\)|\[at\]|\(а\)|\(собака\)|\sсобака\s|\sсобачка\s|\sайқұлақ\s)\s?[\w-]+(?:(?:\.|\sточка\s|\sнүкте\s)[\w-]+)+",
    re.IGNORECASE,
)
_AT_WORDS = ("(at)", "[at]", "(а)", "собак", "собач", "айқұлақ")
_AT = re.compile("|".join(re.escape(word) for word in _AT_WORDS))
_OFFICE = re.compile(
    r"(?:info|office|kense|kanc|kantsel|press|pr|priem|qabyldau|mail|post|support|help|hotline|call|contact|admin|ask|no-?reply"
    r"|webmaster|reception|secretar|docs?|zan|feedback)[\w.+-]{0,12}",
    re.IGNORECASE,
)


def look(text: str, low: str) -> Iterator[Found]:
    """E-mail addresses of the whole text, typed or said («aigul собака example.kz»). `low`: in small letters."""
    at = text.find("@")
    while at >= 0:
        start, domain = _begin(text, at), _DOMAIN.match(text, at + 1, at + LONGEST)
        if start < at and domain and not _OFFICE.fullmatch(text, start, at):
            yield Found("mail", text[start : domain.end()], start, domain.end())
        at = text.find("@", at + 1)
    if any(word in low for word in _AT_WORDS):
        for word in _AT.finditer(low):
            near = max(0, word.start() - 70)
            match = _SAID.search(text, near, word.end() + 80)
            if match:
                yield Found("mail", match.group(), match.start(), match.end())


def _begin(text: str, at: int) -> int:
    """Where the part before @ begins."""
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] in "_.+-"):
        at -= 1
    return at
