"""Telephone numbers: mobile and city, with and without the country's code, in digits and in spoken words.

Codes: national numbering plan of Kazakhstan, ITU-T Operational Bulletin (country code 7, national numbers of ten
digits that begin with 7). A city number beside the words of an office (reception, hot line) is the office's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jariya.kernel.language.personal import spoken
from jariya.kernel.language.personal.found import Found
from jariya.kernel.language.personal.parts import after, before, counts_something, digits_of, has_number_sign

_CODE = r"7(?:0[0-8]|1[0-8]|2[1-9]|47|5[01]|6[0-4]|7[15-8])"
_JOIN = "[ \u00a0\u2009\u202f\t\\-\u2010-\u2014()./]{0,3}"
_WITH = re.compile(rf"(?<![0-9A-Za-z])(?:\+{_JOIN}7|8|7){_JOIN}(?:7|9)(?:{_JOIN}[0-9]){{9}}(?![0-9])")
_BARE = re.compile(rf"(?<![0-9+A-Za-z])\(?{_CODE}\)?(?:{_JOIN}[0-9]){{7}}(?![0-9])")
_LOCAL = re.compile(
    r"(?<![0-9\-/.])"
    r"(?:[0-9]{2}[-\u2013 ][0-9]{2}[-\u2013 ][0-9]{2}|[0-9]{1,3}[-\u2013][0-9]{2}[-\u2013][0-9]{2}|[0-9]{6,7})"
    r"(?![0-9\-/]|[.,][0-9])"
)
_NATIONAL = re.compile(_CODE)
_CITY = re.compile(r"71[0-8]|72[1-9]")
_GROUPS = re.compile(r"[0-9]+")
_MONEY_LIKE = ((2, 3, 3, 3),)
_SPOKEN_LIKE = ((3, 3, 2, 2), (3, 3, 4), (3, 7), (3, 2, 2, 3), (3, 1, 2, 2, 2), (3, 3, 1, 1, 2))

_PHONE = re.compile(
    r"\bтел|телефон|ұялы|сотов|\bсот\b|\bмоб|в[ао]тсап|уатсап|whats|телеграм|telegram|звон|қоңырау|хабарлас"
    r"|\bсвяз|байланыс|контакт|нөмірім|номером|мой номер|\bқалта|phone|call"
)
_OFFICE = re.compile(
    r"қабылдау|приёмн|приемн|колл|call|горяч|сенім телеф|доверия|анықтама|справочн|кеңсе|канцеляр|жедел желі"
    r"|министрлі[кг]|министерств|әкімді[кг]|әкімшілі|акимат|басқарма|управлени|бөлім|отдел|комитет|департамент"
    r"|поликлиник|аурухан|больниц|мекеме|учрежден|хқко|цон|диспетчер|кезекші|дежурн|факс|байланыс орталығы"
    r"|мектеп|школ|бақша|детск|инспекц|полици"
)


def look(text: str, low: str, start: int, end: int) -> Iterator[Found]:
    """Telephone numbers in digits between two places. `low` is the text in small letters."""
    for match in _WITH.finditer(text, start, end):
        number = digits_of(match.group())
        if _is_number(text, match, number) and not (_CITY.match(number, 1) and _is_office(text, match.start())):
            yield _found(match)
    for match in _BARE.finditer(text, start, end):
        number, groups = digits_of(match.group()), _sizes(match.group())
        named = _PHONE.search(before(text, match.start())) or _PHONE.search(after(text, match.end(), 12))
        if counts_something(text, match.end()) or (has_number_sign(text, match.start()) and not named):
            continue
        city = _CITY.match(number) is not None
        if city and _is_office(text, match.start()):
            continue
        if named or (groups in _SPOKEN_LIKE and not city) or (city and "(" in match.group()):
            yield _found(match)
    if not _PHONE.search(low, start, end):
        return
    for match in _LOCAL.finditer(text, start, end):
        words = before(text, match.start(), 25)
        if _PHONE.search(words) and not _is_office(text, match.start()) and not counts_something(text, match.end()):
            yield _found(match)


def look_spoken(text: str, low: str) -> Iterator[Found]:
    """Telephone numbers written in words: `восемь семьсот один …`, `сегіз жеті жүз бір …`."""
    for start, end, number in spoken.runs(low):
        if len(number) == 11 and number[0] in "78" and _NATIONAL.match(number, 1):
            yield Found("phone", text[start:end], start, end)


def _found(match: re.Match[str]) -> Found:
    """A number without the bracket that opens before it and closes after it."""
    start, end = match.span()
    written = match.group()
    if written.startswith("(") and ")" not in written:
        start, written = start + 1, written[1:]
    return Found("phone", written, start, end)


def _is_number(text: str, match: re.Match[str], number: str) -> bool:
    """Whether eleven digits are a telephone number and no sum, count or number of a paper."""
    named = _PHONE.search(before(text, match.start())) is not None
    if not _NATIONAL.match(number, 1) and not (number[1] == "9" and (match.group()[0] in "+8")):
        return False
    if counts_something(text, match.end()) or (has_number_sign(text, match.start()) and not named):
        return False
    return named or match.group()[0] == "+" or _sizes(match.group()) not in _MONEY_LIKE


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(len(group) for group in _GROUPS.findall(text))


def _is_office(text: str, start: int) -> bool:
    return _OFFICE.search(before(text, start, 60)) is not None
