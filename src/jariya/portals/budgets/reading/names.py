"""Codes and names as files write them -> one spelling for the machine, the original kept. Pure."""

from __future__ import annotations

import re

from jariya.kernel.language import fold, normal, one_script

_CODE = re.compile(r"0*([0-9]{1,9})(?:\.0+)?$")
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")
_CAPITALS = str.maketrans("ABCEHIKMOPTXY", "АВСЕНІКМОРТХУ")


def tidy(text: str) -> str:
    """A name without doubled spaces and invisible marks; letters stay as they are."""
    return _SPACE.sub(" ", normal(text)).strip()


def code(text: str) -> str | None:
    """A code without what spreadsheets do to it: `1.0`, `001` and `1` are one code. None when it is no code.

    An empty cell is the empty code.
    """
    plain = text.strip()
    if not plain:
        return ""
    found = _CODE.match(plain)
    return found.group(1) if found else None


def mended(name: str) -> str:
    """Words of a name in small letters, each in one script: the Latin `H` of `Hалоги` becomes Cyrillic."""
    return " ".join(_one_script(word) for word in _WORD.findall(normal(name)))


def _one_script(word: str) -> str:
    # Before small letters are made: a capital Latin H looks like Н, a small one like the Kazakh һ.
    if _LATIN.search(word) and _CYRILLIC.search(word):
        word = word.translate(_CAPITALS)
    return one_script(word.lower())


def searchable(name: str) -> str:
    """A name as search compares it: mended and in the folded alphabet of any keyboard."""
    return fold(mended(name))


def is_mixed(name: str) -> bool:
    """Whether a word of the name mixes Latin with Cyrillic letters."""
    if not (_LATIN.search(name) and _CYRILLIC.search(name)):
        return False
    return any(_LATIN.search(word) and _CYRILLIC.search(word) for word in _WORD.findall(name))
