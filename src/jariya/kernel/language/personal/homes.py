"""Home addresses, Kazakh and Russian: pieces (street, house, flat) that stand side by side are one address.

A house or flat said with the hyphen of a number (`12-үй`, `5-пәтер`) is an address; `12 үй` is twelve houses unless
a street stands before it.
"""

# ruff: noqa: E501  an alternative of a rule is a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jariya.kernel.language.personal.found import Found
from jariya.kernel.language.personal.parts import LOWER, UPPER, after

WORDS = ("көше", "к-с", "көш.", "даң", "тұйы", "бұрылыс", "алаб", "аудан", "үй", "пәтер", "кв", "дом", "д.", "ул", "пр", "пер", "б-р", "бульв", "шоссе", "туп", "тракт", "мкр", "микрор", "м-н", "м/а", "ж/м", "жилмас", "apt", "apart", "flat", "house")  # fmt: skip
"""One of these stands in every address."""
_N = r"[0-9]{1,4}(?:\s?[а-вa-c](?![\w]))?(?:\s?/\s?[0-9]{1,4}[а-вa-c]?)?"
_FLAT_END = r"(?!л[іы]|сіз|\w*лік)\w{0,8}"
_ATOM = re.compile(
    rf"""
    (?P<flat> (?<!\w)(?:пәтер\w{{0,3}}|кварт(?:ира|ире|иры|иру)|кв|apt|apartment|flat)\.?\s?№?\s?[0-9]{{1,4}}(?![\w²³]|\s?(?:м\b|метр))
            | (?<![\w.,])[0-9]{{1,4}}\s?[-\u2010-\u2014]\s?(?:ші\s|шы\s)?(?:пәтер{_FLAT_END}|кв(?:артир[аеыу])?\b) )
    |(?P<house> (?<!\w)(?:дом(?:а|е|у|ом)?|house|үйі?м?)\s?(?:№|номер|нөмірі)?\s?{_N}(?!\w|[ ]?(?:жыл|лет|год|адам|человек|қабат|этаж|пәтерл))
            | (?<![\w.,]){_N}\s?[-\u2010-\u2014]\s?(?:ші\s|шы\s)?үй{_FLAT_END}
            | (?<=[ в])[0-9]{{1,4}}[- ](?:ом\s)?доме\b )
    |(?P<maybe> (?<!\w)(?:д|стр|корп|корпус|к|блок|подъезд|кіреберіс|этаж|қабат)\.?\s?№?\s?{_N}(?!\w)
            | (?<![\w.,]){_N}\s(?:(?:үй|пәтер|кіреберіс|қабат){_FLAT_END}|дом(?!\s?№?\s?[0-9])|квартира|кв(?!\.?\s?(?:м|№?\s?[0-9]))|блок|корпус|подъезд|этаж)(?!\w) )
    |(?P<area> (?<![\w-])[0-9]{{1,2}}[а-вa-c]?\s?[-\u2010-\u2014]?\s?(?:ші\s|шы\s|й\s|ой\s|м\s)?(?:мкр\b\.?|микрорайон\w{{0,2}}|шағын\s?аудан\w{{0,8}}|ықшам\s?аудан\w{{0,8}}|м/?а\b)
            | (?<!\w)(?:мкр|микрорайон\w{{0,2}}|м-н|кв-л|ж/?м|жилмассив)\b\.?\s?№?\s?(?:[0-9]{{1,2}}[а-вa-c]?(?![\w/])|[«"]?[^\W\d_][\w«»".-]*)
            | (?<!\w)(?:шағын\s?аудан|ықшам\s?аудан|мөлтек\s?аудан)\w{{0,8}} )
    |(?P<street> (?<!\w)(?:көше(?:сі)?|к-с[іi]|көш\.|даңғылы?|даң\.|тұйығы?|тұйық\s+көшесі|бұрылысы|бульвары|алабы)(?!\w) )
    |(?P<within> (?<!\w)(?:көшесі|даңғылы|тұйығы|бұрылысы)\w{{2,5}}(?!\w) )
    |(?P<avenue> (?<!\w)(?:улиц[аеуы]|улицей|ул|пр-т|пр-кт|пр|просп|проспект[ауе]?|пер|переул(?:ок|ке|ка)|б-р|бульвар[ае]?|шоссе|проезд[ае]?|туп(?:ик)?|тракт[ае]?)(?!\w)\.? )
    |(?P<number> (?<![\w.,№/-]){_N}(?:\s?[-\u2010-\u2014]\s?[0-9]{{1,4}})?(?![\w/%°]|[.,:][0-9]|\s?[-\u2010-\u2014]\s?\w) )
    """,
    re.VERBOSE,
)
"""Over small letters. Slow to try at every place: `_CANDIDATE` says where."""
_CANDIDATE = re.compile(
    r"(?<!\w)(?:[0-9]|пәтер|кв|apt|apart|flat|дом|house|үй|д\.|д\s|стр|корп|к\.|к\s|блок|подъ|кіреб|этаж|қабат|мкр|микр|м-н|ж/?м"
    r"|жилм|шағын|ықшам|мөлтек|көш|к-с|даң|тұйы|бұры|бульв|алабы|ул|пр|пер|б-р|шоссе|туп|тракт)"
)
_TAIL = r"(?:би|жолы|батыра?|хана?|ата|баба|ана|ұлы|қызы|атындағы)"
"""A second word of a street's name that is written small: Төле би, Жібек жолы."""
_SIDE_BY_SIDE = re.compile(r"[\s,.;№()«»\"-]{0,5}")
_NAME = re.compile(
    rf"""\s*[«"]?(?:(?:[0-9]{{1,3}}|[\w]{{1,3}}\.)\s?)?[^\W_][\w'’-]*(?:\s(?:[{UPPER}][\w'’-]*|[{UPPER}]\.|{_TAIL}))*[»"]?[\s,]*(?:№\s?)?"""
)
_SENTENCE = re.compile(r"\w{4}[.!?]\s")
_NAME_LEFT = re.compile(
    rf"""(?<![\w.-])(?:(?:[{UPPER}«"][\w'’«»"-]*|[{UPPER}]\.|[0-9]{{1,2}}(?:-ші|-шы)?)[ \u00a0]){{0,3}}"""
    rf"""[^\W][\w'’«»"-]*[ \u00a0](?:{_TAIL}[ \u00a0])?$"""
)
_CAPITAL_LEFT = re.compile(
    rf"(?<![\w.-])(?:(?:[{UPPER}]\.\s?)?[{UPPER}][{LOWER}'’-]+(?:[ \u00a0][{UPPER}][{LOWER}'’-]+|[ \u00a0]{_TAIL})?,?[ \u00a0])$"
)
_NO_NAME = re.compile(
    r"(?:Мен|Біз|Біздің|Менің|Ол|Олар|Бұл|Осы|Сол|Сіз|Қазір|Мекенжайым?|Үйім|Адрес|Мой|Я|Мы|Живу|Наш)\s+(?=\S)"
)
_COUNTED = re.compile(
    r"\s*-?(?:(?:м|км|г|ж|ай|га|тг)\b|(?:метр|километр|фонар|дерев|лет|год|раз|час|минут|дн[еяю]|ден[ьі]|рабоч|жұмыс күн|человек|семе|адам|отбасы|шам|тал\b"
    r"|ағаш|айд|жыл|күн|рет\b|теңге|тенге|орын|столб|баған|автобус|ям[аы]?\b|шұңқыр|люк|светофор|бағдаршам|этаж|қабат|подъезд|мест|млн|мың|тыс|домов|дома\b"
    r"|квартир\b|пәтерл|процент|пайыз|бала|дет|камер|остановк|аялдам|дүкен|магазин|кв\.?\s?м))"
)
_NO_HOME = re.compile(r"(?:детск|торгов|бала|сауда|мәдениет|демалыс|роддом|казенн|бас)\w*\s$", re.IGNORECASE)


@dataclass(frozen=True)
class _Atom:
    kind: str
    start: int
    end: int


def look(text: str, low: str, start: int, end: int) -> Iterator[Found]:
    """Addresses between two places. `low` is the text in small letters."""
    chain: list[_Atom] = []
    for match in _atoms(low, start, end):
        atom = _Atom(str(match.lastgroup), match.start(), match.end())
        if atom.kind == "number" and _is_year(text, atom):
            continue
        if chain and _belongs(text, chain[-1], atom):
            chain.append(atom)
            continue
        yield from _address(text, chain)
        chain = [atom]
    yield from _address(text, chain)


def _atoms(low: str, start: int, end: int) -> Iterator[re.Match[str]]:
    reached = start
    for candidate in _CANDIDATE.finditer(low, start, end):
        if candidate.start() >= reached and (match := _ATOM.match(low, candidate.start(), end)):
            reached = match.end()
            yield match


def _belongs(text: str, last: _Atom, atom: _Atom) -> bool:
    between = text[last.end : atom.start]
    if len(between) > 45 or "\n\n" in between:
        return False
    if last.kind == "avenue" and atom.kind in ("number", "house", "maybe", "flat"):
        return _NAME.fullmatch(between) is not None and not _SENTENCE.search(between)
    if atom.kind == "street":  # «Самал-2 шағын ауданы, Жібек жолы көшесі 5»
        return last.kind == "area" and len(between) < 30 and not _SENTENCE.search(between)
    if atom.kind == "avenue":
        return last.kind == "area" and _SIDE_BY_SIDE.fullmatch(between) is not None
    if atom.kind == "number":  # a house after its street, a flat after its house; else it begins something new
        after_name = last.kind in ("street", "within", "area") and _SIDE_BY_SIDE.fullmatch(between) is not None
        return after_name or (last.kind == "number" and between in (", ", ",", " - "))
    return _SIDE_BY_SIDE.fullmatch(between) is not None


def _address(text: str, chain: list[_Atom]) -> Iterator[Found]:
    """The chain as one finding, when it says a house or a flat."""
    while chain and chain[-1].kind in ("street", "avenue", "within"):
        chain = chain[:-1]
    while chain and chain[-1].kind == "number" and _COUNTED.match(after(text, chain[-1].end)):
        chain = chain[:-1]
    while (
        chain
        and chain[0].kind == "number"
        and len(chain) > 1
        and chain[1].kind in ("area", "street", "within", "avenue")
    ):
        chain = chain[1:]
    if not chain or not _says_a_home({atom.kind for atom in chain}, chain, text):
        return
    start, end = chain[0].start, chain[-1].end
    start = _with_name(text, start, chain[0].kind)
    yield Found("home", text[start:end], start, end)


def _says_a_home(kinds: set[str], chain: list[_Atom], text: str) -> bool:
    if "flat" in kinds:
        return True
    if "house" in kinds:
        first = next(atom for atom in chain if atom.kind == "house")
        return not _NO_HOME.search(text[max(0, first.start - 14) : first.start])
    if kinds & {"street", "avenue", "area"}:
        return bool(kinds & {"number", "maybe"})
    if "within" in kinds:
        return "maybe" in kinds and len(chain) > 2
    return "maybe" in kinds and len(chain) > 1 and "number" in kinds and chain[0].kind == "number" and _cap(text, chain)


def _cap(text: str, chain: list[_Atom]) -> bool:
    """Whether a name stands before the first number: «Абая 12, кв 45»."""
    return _CAPITAL_LEFT.search(text, max(0, chain[0].start - 40), chain[0].start) is not None


def _with_name(text: str, start: int, kind: str) -> int:
    """Where the street's name begins: it stands before «көшесі», and before a bare number."""
    left = max(0, start - 60)
    if kind in ("street", "within") or (kind == "area" and text[start : start + 3].lower() in ("шағ", "ықш", "мөл")):
        match = _NAME_LEFT.search(text, left, start)
    elif kind == "number":
        match = _CAPITAL_LEFT.search(text, left, start)
    else:
        match = None
    if match is None:
        return start
    return match.start() + (len(first.group()) if (first := _NO_NAME.match(match.group())) else 0)


def _is_year(text: str, atom: _Atom) -> bool:
    written = text[atom.start : atom.end]
    return len(written) == 4 and written.isdigit() and written[:2] in ("19", "20")
