"""Text from bytes whose label may lie: UTF-8, KZ-1048, Windows-1251, KOI8-R and others that mail programs here send.

A label is believed unless the text it gives is clearly no Kazakh, Russian or English: Windows-1251 read as KOI8-R has
capitals inside words, Kazakh letters of KZ-1048 read as Windows-1251 are Serbian and Ukrainian ones. Pure.
"""

from __future__ import annotations

import codecs

from jariya.kernel.language.alphabets import likeness

CANDIDATES = ("kz1048", "cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic", "cp1252")
"""Eight-bit alphabets in the order in which equal readings win."""
_ALIASES = {
    "rk1048": "kz1048", "rk-1048": "kz1048", "kz-1048": "kz1048", "strk1048-2002": "kz1048", "strk1048": "kz1048",
    "cp-1251": "cp1251", "win-1251": "cp1251", "win1251": "cp1251", "windows1251": "cp1251", "x-cp1251": "cp1251",
    "koi8": "koi8-r", "koi8r": "koi8-r", "koi": "koi8-r", "cp-866": "cp866", "dos-866": "cp866", "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8", "x-mac-cyrillic": "mac-cyrillic", "x-user-defined": "",
}  # fmt: skip
LOOKED_AT = 4_000
"""Letters of a part by which its alphabet is told."""
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
    scores = {name: likeness(text[:LOOKED_AT]) for name, text in readings.items()}
    best = max(readings, key=scores.__getitem__)
    if named in readings and scores[named] + TRUSTED >= scores[best] and not _kazakh(best, named):
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
