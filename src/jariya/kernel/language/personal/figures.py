"""Numbers with a check digit: IIN, BIN, bank accounts, bank cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jariya.kernel.language.numbers import bin_valid, iin_valid
from jariya.kernel.language.personal.found import Found
from jariya.kernel.language.personal.parts import BLANK, DASH, GAP, LATIN, before, counts_something, digits_of

_TWELVE = re.compile(rf"(?<![0-9])[0-9]{{6}}{GAP}?[0-9]{{6}}(?![0-9])")
_LOOSE = re.compile(rf"(?<![0-9])[0-9](?:{GAP}?[0-9]){{11}}(?![0-9])")
_PERSON = re.compile(r"(?:\bжсн|\bиин|\biin|\bинн)[^0-9.!?]{0,30}$")
_FIRM = re.compile(r"(?:\bбсн|\bбин|\bbin\b)[^0-9.!?]{0,20}$")
_IBAN = re.compile(
    rf"(?<![0-9A-Za-zА-Яа-я])[KkКк][Zz]{BLANK}?[0-9]{{2}}(?:{GAP}?[0-9A-Za-zАВЕКМНОРСТУХавекмнорстух]){{16}}(?![0-9A-Za-zА-Яа-я])"
)
_ACCOUNT = re.compile(r"iban|иик|жск|\bшот|сч[её]т|kaspi|каспи|halyk|банк|аудар|перевод|перевест")
_CARD = re.compile(rf"(?<![0-9])[2-6][0-9]{{3}}(?:(?:{BLANK}|{DASH})?[0-9]{{4}}){{3}}(?![0-9])")
_CARD_WORD = re.compile(r"карт|card|visa|master|kaspi|каспи|halyk")


def look(text: str, start: int, end: int) -> Iterator[Found]:
    """IINs, BINs, accounts and cards between two places."""
    yield from _identification(text, start, end)
    for match in _IBAN.finditer(text, start, end):
        written = match.group()
        if iban_valid(written) or _ACCOUNT.search(before(text, match.start())):
            yield Found("account", written, match.start(), match.end())
    for match in _CARD.finditer(text, start, end):
        if luhn_valid(match.group()) or _CARD_WORD.search(before(text, match.start(), 30)):
            yield Found("card", match.group(), match.start(), match.end())


def _identification(text: str, start: int, end: int) -> Iterator[Found]:
    """An IIN by its check digit, or by the word beside it even when a digit was mistyped; a BIN the same."""
    for match in _TWELVE.finditer(text, start, end):
        number = digits_of(match.group())
        if not counts_something(text, match.end()):
            if iin_valid(number):
                yield Found("iin", match.group(), match.start(), match.end())
            elif bin_valid(number):
                yield Found("bin", match.group(), match.start(), match.end())
    for match in _LOOSE.finditer(text, start, end):
        words = before(text, match.start(), 30)
        number = digits_of(match.group())
        if _PERSON.search(words):
            yield Found("bin" if bin_valid(number) else "iin", match.group(), match.start(), match.end())
        elif _FIRM.search(words):
            # A sole trader writes the own IIN where a BIN is asked for.
            yield Found("iin" if iin_valid(number) else "bin", match.group(), match.start(), match.end())


def iban_valid(text: str) -> bool:
    """Whether the text is an IBAN: ISO 13616, the remainder modulo 97 (ISO/IEC 7064) is 1. Look-alikes count."""
    plain = "".join(char for char in text.translate(LATIN).upper() if char.isalnum())
    if not plain.isascii() or len(plain) < 5:
        return False
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def luhn_valid(text: str) -> bool:
    """Whether the last digit is the check digit of a bank card: ISO/IEC 7812-1, annex B."""
    digits = [int(char) for char in digits_of(text)]
    doubled = [value * 2 - 9 * (value > 4) if place % 2 else value for place, value in enumerate(reversed(digits))]
    return bool(digits) and sum(doubled) % 10 == 0
