"""The endings of Kazakh as a table: which ending, in which slot, after what.

A word is read from its end: each row names the slots that may stand to the left. Capital letters are sounds that follow
the stem (Isqaqov et al., any school grammar):

    A  а/е        I  ы/і        G  ғ/г, after a voiceless қ/к        Q  қ/к
    L  л/д/т (plural)           N  н/д/т (genitive)                   C  н/д/т (accusative)
    D  д/т (locative, past)     B  н/д/т (ablative)                   M  м/б/п (instrumental, first person)
    E  м/б/п (negation, "мыз"), which hardens after nasals too

`after` says what the remaining stem must end in: "v" a vowel, "c" a consonant, "" either, or the letters themselves.
"""

from __future__ import annotations

from typing import NamedTuple

BACK, FRONT = "аоұыяё", "әеөүіэ"
NEUTRAL = "иую"
VOWELS = BACK + FRONT + NEUTRAL
# у and и close a syllable as consonants do ("оқуы", "тауды", "биі").
GLIDES = "ую"
VOICELESS = "пткқсшщфхцчһ"
LENDS = "бвгд"
"""Voiced in spelling, voiceless before an ending: loans as клуб, завод."""
SONORANTS = "лмнңрйжз" + "уюи"
CONSONANTS = "бвгғджзйкқлмнңпрстуюифхһцчшщьъ"
PURE_VOWELS = "аәеоөұүыіэя"

# Archiphoneme -> the variants: (letter, what the letters to the left may be).
_HARD = VOICELESS + LENDS + "ьъ"
VARIANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "L": (("л", PURE_VOWELS + "рйуюиь"), ("д", "лмнңжзь"), ("т", _HARD)),
    "N": (("н", PURE_VOWELS + "мнңи"), ("д", "жзйлруюьи"), ("т", _HARD)),
    "C": (("н", PURE_VOWELS + "и"), ("д", "жзйлмнңруюьи"), ("т", _HARD)),
    "D": (("д", PURE_VOWELS + SONORANTS + "ь"), ("т", _HARD)),
    "B": (("н", "мнң"), ("д", PURE_VOWELS + "жзйлруюьи"), ("т", _HARD)),
    "M": (("м", PURE_VOWELS + "рлйуюимнңь"), ("б", "жз"), ("п", _HARD)),
    "E": (("м", PURE_VOWELS + "рлйуюи"), ("б", "мнңжз"), ("п", VOICELESS + LENDS)),
}


class Ending(NamedTuple):
    """One row: the slot it fills, its shape, the slots (or stems) to its left, and what it must follow."""

    slot: str
    shape: str
    left: tuple[str, ...]
    after: str = ""


NOUN, VERB = "noun", "verb"
_N = (NOUN, "plural", "part")
_P = (NOUN, "plural", "mine", "part")
_V = (VERB, "voice", "neg")


def _rows(slot: str, shapes: str, left: tuple[str, ...], after: str = "") -> list[Ending]:
    return [Ending(slot, shape, left, after) for shape in shapes.split()]


_PRESENT = " мIн сIң дI мIз сIз сIңдAр сIздAр м"
ENDINGS: tuple[Ending, ...] = tuple(
    # Names: stem, plural, whose, case, person.
    _rows("plural", "LAр", (NOUN, "part", "place"))
    + _rows("mine", "Iм Iң IмIз IңIз", _N, "c")
    + _rows("mine", "м ң мIз ңIз", _N, "v")
    + _rows("its", "I", _N, "c")
    + _rows("its", "сI", _N, "v")
    + _rows("case", "NIң CI GA DA BAн Mен", _P + ("place",))
    + _rows("case", "DAй NIкі", _P + ("its", "place"))
    + _rows("case", "ның нің мен", ("its",))
    + _rows("case", "н нA ндA нAн", ("its",))
    + _rows("case", "A", ("mine",), "мң")
    + _rows("place", "DAғI DAгI", _P)
    + _rows("place", "ндAғI ндAгI", ("its",))
    + _rows("more", "рAқ рAк", (NOUN,), "v")
    + _rows("more", "IрAқ IрAк", (NOUN,), "c")
    + _rows("person", "MIн сIң сIз EIз сIңдAр сIздAр", ("part", "future", "case"))
    # Deeds: stem, voice, negation, then participle, gerund or tense with person.
    + _rows("voice", "Iл", (VERB,), "c")
    + _rows("voice", "Iн", (VERB,), "л")
    + _rows("voice", "л н", (VERB,), "v")
    + _rows("neg", "EA", (VERB, "voice"))
    + _rows("part", "GAн у", _V)
    + _rows("part", "AтIн", _V, "c")
    + _rows("part", "йтIн", _V, "v")
    + _rows("part", "EAқ EAк", (VERB, "voice"))
    + _rows("wish", "GIм GIң GIсI", _V)
    + _rows("future", "Aр", _V, "c")
    + _rows("future", "р", _V, "v")
    + _rows("future", "EAс", (VERB, "voice"))
    + _rows("end", "ушI", (VERB,))
    + _rows("end", " ".join("DI" + e for e in ["", "м", "ң", "ңIз", "қ", "к", "ңдAр", "ңIздAр"]), _V)
    + _rows("end", " ".join("A" + e for e in _PRESENT.split(" ")), _V, "c")
    + _rows("end", " ".join("й" + e for e in _PRESENT.split(" ")), _V, "v")
    + _rows("end", "и имIн исIң идI имIз исIз исIңдAр исIздAр им", _V, "c")  # оқы + й = оқи
    + _rows("part", "итIн", _V, "c")
    + _rows("end", " ".join("Iп" + e for e in ["", "тI", "пIн", "сIң", "сIз", "пIз"]), _V, "c")
    + _rows("end", " ".join("п" + e for e in ["", "тI", "пIн", "сIң", "сIз", "пIз"]), _V, "v")
    + _rows("end", " ".join("сA" + e for e in ["", "м", "ң", "ңIз", "қ", "к", "ңдAр"]), _V)
    + _rows("end", "сIн GAлI GAншA GAндIқтAн GAндIктAн", _V)
    + _rows("end", "AйIн AйIқ AйIк IңIз IңдAр IңIздAр", _V, "c")
    + _rows("end", "йIн йIқ йIк ңIз ңдAр ңIздAр йIншA", _V, "v")
)


class Variant(NamedTuple):
    """One spelled-out ending."""

    text: str
    slot: str
    left: frozenset[str]
    after: frozenset[str]
    harmony: str
    """"back", "front" or "" (the ending does not tell)."""


def _harmony(text: str) -> str:
    for letter in text:
        if letter in BACK or letter in "ғқ":
            return "back"
        if letter in FRONT or letter == "г":
            return "front"
    return ""


def _spell(ending: Ending) -> list[Variant]:
    shape = ending.shape
    starts: list[tuple[str, str]] = [("", "")]
    if shape[0] in VARIANTS:
        starts = list(VARIANTS[shape[0]])
        shape = shape[1:]
    elif shape[0] == "G":
        shape = shape[1:]
        starts = [
            ("ғ", PURE_VOWELS + SONORANTS + "ь"),
            ("қ", _HARD),
            ("г", PURE_VOWELS + SONORANTS + "ь"),
            ("к", _HARD),
        ]
    found: dict[Variant, None] = {}
    for letter, left in starts:
        for vowels in ("аы", "еі"):
            text = letter + shape.replace("A", vowels[0]).replace("I", vowels[1])
            has_back = any(c in "аығқ" for c in text)
            has_front = any(c in "еігк" for c in text) and ending.shape not in ("Mен", "мен")
            if has_back and has_front and not text.endswith("нікі"):
                continue
            if not any(c in "аыеі" for c in text) and vowels == "еі":
                continue
            after = {"": CONSONANTS + PURE_VOWELS, "v": PURE_VOWELS + "и", "c": CONSONANTS}.get(
                ending.after, ending.after
            )
            allowed = frozenset(c for c in after if not left or c in left)
            tone = "" if ending.shape in ("Mен", "мен", "NIкі") else _harmony(text)
            found[Variant(text, ending.slot, frozenset(ending.left), allowed, tone)] = None
    return list(found)


def spelled() -> dict[str, list[Variant]]:
    """Every spelled-out ending, by its text."""
    table: dict[str, list[Variant]] = {}
    for ending in ENDINGS:
        for variant in _spell(ending):
            table.setdefault(variant.text, []).append(variant)
    return table
