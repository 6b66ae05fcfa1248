"""Text from bytes whose label may lie: UTF-8, KZ-1048, Windows-1251, KOI8-R and others that mail programs here send.

A label is believed unless the text it gives is clearly no Kazakh, Russian or English: Windows-1251 read as KOI8-R has
capitals inside words, Kazakh letters of KZ-1048 read as Windows-1251 are Serbian and Ukrainian ones. Pure.
"""

from __future__ import annotations

import codecs
import re

CANDIDATES = ("kz1048", "cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic", "cp1252")
"""Eight-bit alphabets in the order in which equal readings win."""
_ALIASES = {
    "rk1048": "kz1048", "rk-1048": "kz1048", "kz-1048": "kz1048", "strk1048-2002": "kz1048", "strk1048": "kz1048",
    "cp-1251": "cp1251", "win-1251": "cp1251", "win1251": "cp1251", "windows1251": "cp1251", "x-cp1251": "cp1251",
    "koi8": "koi8-r", "koi8r": "koi8-r", "koi": "koi8-r", "cp-866": "cp866", "dos-866": "cp866", "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8", "x-mac-cyrillic": "mac-cyrillic", "x-user-defined": "",
}  # fmt: skip
_LETTER = re.compile("[а-яёәғқңөұүһі]")
_USUAL = re.compile("[оеаинтсрлвмкдпыүұіқң]")
_INSIDE = re.compile("[а-яёәғқңөұүһі][А-ЯЁӘҒҚҢӨҰҮҺІ]")
_ODD = re.compile(
    "[\u0402\u0403\u0405\u0408-\u040c\u040e\u040f\u0452\u0453\u0454\u0455\u0457-\u045c\u045e\u045f\u0404\u0407\u0490\u0491"
    "\u2500-\u259f\u2320\u2321\u221a\u2248\u00a4\u00a6\u00a8\u00ac\u00b1\u00b5-\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u20ac\u2020\u2021\u2030\u0192\ufffd]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
SHORT = 12
"""Bytes: two letters of KZ-1048 can be one of UTF-8."""
TRUSTED = 0.15
"""By so much a reading must be better than the labelled one to be taken in its place."""


def decode(content: bytes, label: str | None) -> str:
    """The text of a part of a letter. Never fails: what is no text at all comes back with replacement signs.

    Args:
        content: bytes after the transfer encoding.
        label: the `charset` the letter gives, or None.
    """
    named = _codec(label)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or named in ("utf-16", "utf-32", "utf-16-le", "utf-16-be"):
        return content.decode(named if named and named.startswith("utf-") and named != "utf-8" else "utf-16", "replace")
    if content.isascii() and not (named and named.startswith(("iso2022", "hz", "utf-7"))):
        return content.decode("ascii")
    readings: dict[str, str] = {}
    try:
        readings["utf-8"] = content.decode("utf-8-sig")
        if len(content) > SHORT or named in (None, "utf-8"):
            return readings["utf-8"]  # no longer text of an eight-bit alphabet is UTF-8 by accident
    except UnicodeDecodeError:
        pass
    for name in dict.fromkeys([*([named] if named else []), *CANDIDATES]):
        try:
            readings[name] = content.decode(name, "replace" if name == named else "strict")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    if not readings:
        return content.decode("utf-8", "replace")
    best = max(readings, key=lambda name: likeness(readings[name]))
    if (
        named in readings
        and likeness(readings[named]) + TRUSTED >= likeness(readings[best])
        and not _kazakh(best, named)
    ):
        best = named or best
    return readings[best]


def _kazakh(best: str, named: str | None) -> bool:
    """KZ-1048 is Windows-1251 with Kazakh letters, so where it reads better by one letter it is what was written."""
    return best == "kz1048" and named == "cp1251"


def _codec(label: str | None) -> str | None:
    name = (label or "").strip().strip("\"'").lower().replace("_", "-")
    name = _ALIASES.get(name, name)
    try:
        found = codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None
    # Labels of programs that did not know: `us-ascii`, Latin-1.
    return None if found in ("ascii", "iso8859-1", "cp1252", "latin-1") else found


def likeness(text: str) -> float:
    """How much a text looks like Kazakh or Russian: about 1.5 for prose, below zero for a wrong reading."""
    sample = text[:4000]
    strange = [char for char in sample if not char.isascii()]
    if not strange:
        return 0.0
    good = len(_LETTER.findall(sample)) + 0.7 * len(_USUAL.findall(sample))
    bad = 3 * len(_INSIDE.findall(sample)) + 3 * len(_ODD.findall(sample)) + 6 * len(_CONTROL.findall(sample))
    return (good - bad) / len(strange)
