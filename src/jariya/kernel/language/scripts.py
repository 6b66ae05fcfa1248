"""Alphabets: one spelling for a letter, the folded alphabet of a Russian keyboard, Latin script, sorting, slugs."""

from __future__ import annotations

import re
import unicodedata
from itertools import product


def _words(text: str) -> list[str]:
    return text.split()


KAZAKH_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""The 42 letters in order (the alphabet of 1940 as revised)."""

FOLDED_LETTERS = ("әіңғүұқөһё", "аингуукохе")
FOLD: dict[int, str | int] = {ord(a): b for a, b in zip(*FOLDED_LETTERS, strict=True)}
"""Kazakh letter -> what is typed when the keyboard has none."""

_LOOKALIKE = str.maketrans("aceiopxyhkmtbəñğöüı", "асеіорхуһкмтвәңғөүі")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-zə\u00c0-\u024f]")
_INVISIBLE = dict.fromkeys([0x00, 0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])


def normal(text: str) -> str:
    """NFC without NUL, soft hyphens, zero-width marks, lone surrogates and stress marks; case and spaces stay."""
    text = text.translate(_INVISIBLE)
    if text.isascii():
        return text
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = unicodedata.normalize("NFC", text)
    return re.sub("[\u0300-\u036f]", "", text)


def one_script(word: str) -> str:
    """A lower-case word that mixes scripts (Latin i for і, c for с) in Cyrillic alone; other words as they are."""
    if word.isascii() or not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    mended = word.translate(_LOOKALIKE)
    return word if _LATIN.search(mended) else mended


def fold(text: str) -> str:
    """Lower-case text in the folded alphabet: `қазақ тілі` -> `казак тили`, `ёлка` -> `елка`."""
    return text.translate(FOLD)


_SORT = {letter: chr(0x0500 + at) for at, letter in enumerate(KAZAKH_ALPHABET)}


def sort_key(text: str) -> str:
    """A key that sorts by code point (Python, or PostgreSQL under C.UTF-8) in the order of the Kazakh alphabet.

    Digits and Latin come before Cyrillic, case does not count, punctuation counts as a space.
    """
    low = normal(text).lower()
    return " ".join("".join(_SORT.get(c, c) if c.isalnum() else " " for c in low).split())


# The Latin alphabet presented in January 2021; Russian-only letters as in common use.
_LATIN_KK = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        _words("a ä b v g ğ d e io j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ch ş ştş _ y ı _ e iu ia"),
        strict=True,
    )
)
_ASCII = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        _words("a a b v g g d e yo zh z i i k q l m n n o o p r s t u u u f kh h ts ch sh shch _ y i _ e yu ya"),
        strict=True,
    )
)


_MARKS = {"«": '"', "»": '"', "“": '"', "”": '"', "–": "-", "—": "-", "№": "No", "’": "'", "ə": "a", "ı": "i"}


def to_latin(text: str) -> str:
    """Kazakh Cyrillic -> Latin (the alphabet presented in January 2021), keeping case: `Қазақстан` -> `Qazaqstan`."""
    out: list[str] = []
    for at, letter in enumerate(text):
        latin = _LATIN_KK.get(letter.lower())
        if latin is None:
            out.append(letter)
        elif latin == "_":
            continue
        elif letter.isupper():
            shout = text[at + 1 : at + 2].isupper() or text[at - 1 : at].isupper()
            special = {"i": "İ", "ı": "I"}
            out.append(special.get(latin) or (latin.upper() if shout else latin[0].upper() + latin[1:]))
        else:
            out.append(latin)
    return "".join(out)


def to_ascii(text: str) -> str:
    """Kazakh or Russian in plain Latin letters, for a channel that carries no other: `Ұзақ жол` -> `Uzaq zhol`."""
    out = []
    for letter in normal(text):
        plain = _ASCII.get(letter.lower())
        if plain is None:
            plain = _MARKS.get(letter, letter)
        elif plain == "_":
            plain = ""
        elif letter.isupper():
            plain = plain[0].upper() + plain[1:]
        out.append(plain)
    said = unicodedata.normalize("NFKD", "".join(out))
    return said.encode("ascii", "ignore").decode()


def slugify(text: str, *, longest: int = 80) -> str:
    """ASCII words for an address: `Алматы қаласының әкімдігі` -> `almaty-qalasynyn-akimdigi`.

    `longest` is in characters, cut at a word. May be empty when the text has no letter or digit.
    """
    low = normal(text).lower().replace("\u2116", " ")  # the number sign would decompose into "No"
    ascii_ = "".join(("" if _ASCII[c] == "_" else _ASCII[c]) if c in _ASCII else c for c in low)
    ascii_ = unicodedata.normalize("NFKD", ascii_.replace("ı", "i").replace("ə", "a"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in ascii_ if not unicodedata.combining(c)))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:longest]
        if len(longer) > longest:
            break
        slug = longer
    return slug


# Latin -> Cyrillic at query time, longest first. Several ways to write Kazakh and Russian in Latin letters are mixed
# in life: the drafts of 2017-2021, passports, and what a telephone without Cyrillic gives.
_READ: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("shch", ("щ",)),
    ("ştş", ("щ",)),
    ("iya", ("ия",)),
    ("sch", ("щ",)),
    ("zh", ("ж",)),
    ("kh", ("х",)),
    ("gh", ("ғ",)),
    ("ng", ("ң", "нг")),
    ("ch", ("ч",)),
    ("sh", ("ш",)),
    ("ts", ("ц", "тс")),
    ("ya", ("я",)),
    ("yu", ("ю",)),
    ("yo", ("ё",)),
    ("ia", ("ия", "я")),
    ("iu", ("ю",)),
    ("a", ("а",)),
    ("ä", ("ә",)),
    ("á", ("ә",)),
    ("ə", ("ә",)),
    ("b", ("б",)),
    ("c", ("с", "ц")),
    ("ç", ("ч",)),
    ("d", ("д",)),
    ("e", ("е",)),
    ("é", ("е",)),
    ("f", ("ф",)),
    ("g", ("г",)),
    ("ğ", ("ғ",)),
    ("ǵ", ("ғ",)),
    ("h", ("х",)),
    ("i", ("и", "ы", "й")),
    ("í", ("и",)),
    ("ı", ("і",)),
    ("j", ("ж", "й")),
    ("k", ("к",)),
    ("l", ("л",)),
    ("m", ("м",)),
    ("n", ("н",)),
    ("ñ", ("ң",)),
    ("ń", ("ң",)),
    ("ŋ", ("ң",)),
    ("o", ("о",)),
    ("ö", ("ө",)),
    ("ó", ("ө",)),
    ("p", ("п",)),
    ("q", ("қ",)),
    ("r", ("р",)),
    ("s", ("с",)),
    ("ş", ("ш",)),
    ("š", ("ш",)),
    ("t", ("т",)),
    ("u", ("у",)),
    ("ü", ("ү",)),
    ("ú", ("ү",)),
    ("ū", ("ұ",)),
    ("v", ("в",)),
    ("w", ("у", "в")),
    ("x", ("х", "кс")),
    ("y", ("ы", "й")),
    ("ý", ("у",)),
    ("z", ("з",)),
    ("ž", ("ж",)),
)
_HEADS = dict(_READ)
MOST_CANDIDATES = 12


def from_latin(word: str) -> tuple[str, ...]:
    """Cyrillic readings of a lower-case Latin word, likeliest first, at most 12; () when it is not Latin.

    `qala` -> (`қала`, ...), `mektep` -> (`мектеп`, ...), `zhol` -> (`жол`,). Compare them folded.
    """
    word = normal(word).lower().replace("'", "").replace("\u2019", "")
    if not 1 < len(word) <= 40:
        return ()
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        for size in (4, 3, 2, 1):
            ways = _HEADS.get(word[at : at + size])
            if ways:
                break
        else:
            return ()
        if word[at] == "y" and size == 1:
            beside = word[at - 1 : at] if at else ""
            ways = ("й", "ы") if beside in set("aeiouäöüū") and at else ("ы", "й")
        if word[at] == "i" and size == 1 and at and word[at - 1] in "aeouäöüū":
            ways = ("й", "и")
        parts.append(ways)
        at += size
    # Vary few places: the last doubtful letters first stay at their likeliest reading.
    room, kept = MOST_CANDIDATES, []
    for ways in parts:
        if len(ways) > 1 and room // len(ways) >= 1:
            room //= len(ways)
            kept.append(ways)
        else:
            kept.append(ways[:1])
    return tuple(dict.fromkeys("".join(letters) for letters in product(*kept)))[:MOST_CANDIDATES]
