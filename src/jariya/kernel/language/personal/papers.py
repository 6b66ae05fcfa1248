"""Number plates, and dates of birth and numbers of documents beside the words that name them."""

# ruff: noqa: E501  an alternative of a rule is a line

from __future__ import annotations

import re
from collections.abc import Iterator

from jariya.kernel.language.personal.found import Found
from jariya.kernel.language.personal.parts import BLANK, after, before, counts_something, has_number_sign

_LETTER = "A-ZАВЕКМНОРСТУХІ"
_PLATE = re.compile(
    rf"(?<![\w№-])(?:[0-9]{{3}}{BLANK}?[{_LETTER}]{{2,3}}{BLANK}?(?:0[1-9]|1[0-9]|20)"  # since 2012: 123 ABC 02
    rf"|[0-9]{{2}}{BLANK}?[{_LETTER}]{{2,3}}{BLANK}?(?:0[1-9]|1[0-9]|20)"  # motorcycles and trailers
    rf"|[{_LETTER}]{BLANK}?[0-9]{{3}}{BLANK}?[{_LETTER}]{{2,3}})(?![\w/-]|[.,][0-9])"  # before 2012: A 123 BCD
)
_PLATE_TYPED = re.compile(
    rf"(?<![\w№-])(?:[0-9]{{2,3}}{BLANK}?[a-zа-яіA-ZА-ЯІ]{{2,3}}{BLANK}?[0-9]{{2}}|[a-zа-яA-ZА-Я]{BLANK}?[0-9]{{3}}{BLANK}?[a-zа-яA-ZА-Я]{{2,3}})(?!\w)"
)
_CAR = re.compile(
    r"гос\.?\s?номер|г/?н\b|гос\.?\s?№|көлі[кг]|машина|автомоб|\bавто\b|нөмірлі|номер\w* знак|мәшине|тіркеу нөмірі"
)
_WORDS_OF_SIGNS = frozenset(
    ["ҚР", "РК", "НҚ", "НК", "АО", "ТОО", "ЖШС", "АҚ", "ГОСТ", "МРП", "АЕК", "КБК", "ББК", "ТЖ", "ЧС"]
)

_MONTH = (
    r"(?:қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"
    r"|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья])"
)
_DATE = re.compile(
    rf"(?<![0-9.])(?:[0-3]?[0-9][./-][01]?[0-9][./-](?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})"
    rf"|(?:19|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9]"
    rf"|[0-3]?[0-9]\s?(?:-?(?:го|ое|ші|шы))?\s?{_MONTH}\w{{0,4}}\s(?:19|20)[0-9]{{2}}"
    rf"|(?:19|20)[0-9]{{2}}\s?(?:жылғы|жылдың|жылы|ж\.)\s(?:[0-3]?[0-9]\s?(?:-?(?:ші|шы))?\s?{_MONTH}|{_MONTH}\w{{0,4}}\s[0-3]?[0-9])\w{{0,4}})"
    rf"(?![0-9])"
)
BIRTHS = ("ту", "рожд", "родил", "дүние", "г.р", "г. р", "гр", "ж.т", "ж. т", "birth", "born", "д.р", "д. р")
"""One of these stands near every day of birth."""
_BIRTH_BEFORE = re.compile(r"(?:\bтуған|\bтуылған|\bтуғ|родил|рожд|\bг\.?\s?р\b|д\.\s?р\.|дүниеге кел|birth|\bborn)")
_BIRTH_AFTER = re.compile(
    r"^[\s,(]{0,3}(?:г\.?\s?р\b|г\.?\s?рожд|ж\.?\s?т\b|года?\s+рожд|года?\s+родил|күні\s+ту|жылы\s+ту|родил|ту(?:ған|ыл)|дат\w+\s+рожд|дүниеге\s+кел)"
)
_NOT_A_CHILD = re.compile(r"^\W*\w*\s*(?:ту(?:ған|ылған))\s+(?:бала|сәби|адам|азамат|өңір|ауыл|жер)")
_YEAR = re.compile(
    r"(?<![0-9.])(?:19[2-9]|20[0-2])[0-9](?=\s?(?:г\.?\s?р\.?(?!\w)|г\.?\s?рожд|ж\.?\s?т\.?(?!\w)|года\s+рожд|год\s+рожд|жылғымын|жылы\s+туғанмын|жылы\s+туылғанмын))"
)

_DOCUMENT = re.compile(r"(?<![\w/-])(?:[A-ZА-ЯІ]{1,3}\s?№?\s?)?[0-9]{6,9}(?![\w/-]|[.,][0-9])")
_DOCUMENT_WORD = re.compile(
    r"(?:жеке\s+куәлі[кг]|куәлігім|куәліктің нөмірі|куәлік\s+нөмірі|удостоверени\w*\s+(?:личности\s*)?|\bуд\.?\s?л\w*|уд-?ние|төлқұжат"
    r"|паспорт|жүргізуші\s+куәлі|водител\w*\s+(?:удост|прав)|\bправа\b|туу\s+туралы\s+куәлі|о\s+рождении|зейнетақы\s+куәлі"
    r"|пенсионн\w*\s+удост|военн\w*\s+билет|әскери\s+билет|ықтиярхат|вид\s+на\s+жительство|\bвнж\b|id[- ]?карт|id\s?card|passport)"
    r"[^.!?;0-9]{0,25}$"
)
_OTHER_PAPER = re.compile(
    r"тіркеу|регистрац|лицензи|объект|ғимарат|здани|жоба|проект|бюджет|дорог|жол\s|безопасн|қауіпсізд|мекеме|организац|учрежден"
    r"|техник|техническ|энергет"
)


def look_documents(text: str, start: int, end: int) -> Iterator[Found]:
    """Numbers of personal documents beside the document's name."""
    for match in _DOCUMENT.finditer(text, start, end):
        words = before(text, match.start(), 60)
        named = _DOCUMENT_WORD.search(words)
        if named and not _OTHER_PAPER.search(words, max(0, named.start() - 14)):
            yield Found("document", match.group(), match.start(), match.end())


def look_plates(text: str, low: str, start: int, end: int) -> Iterator[Found]:
    """Number plates: by their capitals, or typed small beside the word for a car."""
    seen = set()
    for match in _PLATE.finditer(text, start, end):
        letters = "".join(char for char in match.group() if char.isalpha())
        if letters in _WORDS_OF_SIGNS or counts_something(text, match.end()):
            continue
        if has_number_sign(text, match.start()) and not _CAR.search(before(text, match.start())):
            continue
        seen.add(match.start())
        yield Found("plate", match.group(), match.start(), match.end())
    if not _CAR.search(low, start, end):
        return
    for match in _PLATE_TYPED.finditer(text, start, end):
        if match.start() not in seen and _CAR.search(before(text, match.start(), 30)):
            yield Found("plate", match.group(), match.start(), match.end())


def look_births(text: str, low: str, start: int, end: int) -> Iterator[Found]:
    """Days and years of birth beside the word that says so. `low` is the text in small letters."""
    for match in _DATE.finditer(low, start, end):
        tail = after(text, match.end())
        if _NOT_A_CHILD.search(tail):
            continue
        if _BIRTH_BEFORE.search(before(text, match.start(), 25)) or _BIRTH_AFTER.search(tail):
            yield Found("birth", text[match.start() : match.end()], match.start(), match.end())
    for match in _YEAR.finditer(low, start, end):
        yield Found("birth", text[match.start() : match.end()], match.start(), match.end())
