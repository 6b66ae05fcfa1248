"""Kazakh stemmer: reads a word from its end by the table of endings and settles on the longest stem it knows.

Known stems come from two word lists (verbs.txt, nouns.txt); an unknown word loses as many endings as the rules of
harmony and assimilation allow, and what remains is read again until it stands still, so a form and its dictionary
form meet. The result is a key, not always a dictionary word: final б, г, ғ become п, к, қ (кітабы -> кітап).
"""

from __future__ import annotations

from functools import lru_cache

from jariya.kernel.language.kazakh.endings import BACK, FRONT, NOUN, VERB, VOWELS, Variant, spelled
from jariya.kernel.language.kazakh.lexicon import IRREGULAR, load
from jariya.kernel.language.scripts import FOLD, fold

LONGEST = 40
"""No Kazakh word is longer; a longer token is a number, an address or noise and is left alone."""
_HARDEN = str.maketrans("бгғ", "пкқ")


def _words(text: str) -> list[str]:
    return text.split()


_FINAL = frozenset(
    _words("plural mine its case place more person neg part wish future end"),
)
# Endings too short to be believed on a word nobody listed: қала is not қал + а.
_WEAK = frozenset(_words("а е й р ар ер м ң ым ім дық дік тық тік ма ме ба бе па пе"))
_VOWEL_LETTERS = frozenset(VOWELS)


class Reader:
    """One alphabet's table of endings and word lists: the real one, or the folded one of a Russian keyboard."""

    def __init__(self, *, folded: bool) -> None:
        self.folded = folded
        self.lexicon = load(dict(FOLD) if folded else None)
        table: dict[str, list[Variant]] = {}
        for text, variants in spelled().items():
            for variant in variants:
                if folded:
                    text = fold(variant.text)
                    variant = variant._replace(
                        text=text, after=frozenset(fold("".join(variant.after))) | variant.after, harmony=""
                    )
                shelf = table.setdefault(text, [])
                if variant not in shelf:
                    shelf.append(variant)
        self.table = table
        self.longest = max(map(len, table))

    def readings(self, word: str) -> list[tuple[int, str, Variant, int]]:
        """Every way to take endings off: (where the stem ends, noun or verb, its first ending, how many endings)."""
        found: list[tuple[int, str, Variant, int]] = []
        seen: set[tuple[int, frozenset[str]]] = set()
        tones = [""] * (len(word) + 1)
        for at, letter in enumerate(word):
            tones[at + 1] = "back" if letter in BACK else "front" if letter in FRONT else tones[at]
            if letter in "иьуэ":
                tones[at + 1] = "" if letter in "иь" else tones[at]
            if word[at - 1 : at + 1] == "ев":
                tones[at + 1] = ""  # surnames: Назарбаевтың
        todo: list[tuple[int, frozenset[str], int]] = [(len(word), _FINAL, 0)]
        while todo:
            end, slots, depth = todo.pop()
            for size in range(1, min(self.longest, end - 2) + 1):
                start = end - size
                for variant in self.table.get(word[start:end], ()):
                    if variant.slot not in slots or word[start - 1] not in variant.after:
                        continue
                    if variant.harmony and tones[start] and variant.harmony != tones[start]:
                        continue
                    for kind in (NOUN, VERB):
                        if kind in variant.left:
                            found.append((start, kind, variant, depth + 1))
                    state = (start, variant.left)
                    if state not in seen:
                        seen.add(state)
                        todo.append((start, variant.left, depth + 1))
        return found

    def _fits(self, before: str, ending: str) -> bool:
        """May this ending follow a listed stem in this shape? и is folded from і too, so there it tells nothing."""
        if not before:
            return self.folded or ending[0] != "и"
        return ending[0] in ("аеыіуи" if self.folded else "аеыіу") if before == "vowel" else ending[0] in "иу"

    def known(self, word: str, *, again: bool = False) -> str | None:
        """The longest listed stem, or None. `again`: the word is itself a guess, weak endings do not count."""
        for entry in self.lexicon.get(word, ()):
            if not entry.before:
                return entry.stem
        best, rank = None, (0, -99)
        for end, kind, first, depth in self.readings(word):
            for entry in self.lexicon.get(word[:end], ()):
                if entry.kind != kind or not self._fits(entry.before, first.text):
                    continue
                if depth == 1 and (first.text in _WEAK if again else end < 4 and _unlikely(first)):
                    continue
                # орындар is орын + дар, "places", before орында + р, "will do"
                sure = end - 3 if depth == 1 and first.slot == "future" else end
                here = (sure, -depth if not entry.before else -9)
                if here > rank:
                    best, rank = entry.stem, here
        return best

    def guess(self, word: str) -> str:
        """The shortest believable remainder of a word nobody listed."""
        best = len(word)
        for end, _kind, first, _depth in self.readings(word):
            if (
                end < 3
                or end >= best
                or first.text in _WEAK
                or first.text[0] == "и"
                or not _VOWEL_LETTERS.intersection(word[:end])
            ):
                continue
            if first.text[0] == "и" and not self.folded:
                continue
            if first.text == "тан" and word[end - 1] == "с" and word[end - 2] not in _VOWEL_LETTERS:
                continue  # a land, not an ablative: Тәжікстан
            best = end
        return word[:best]

    def stem(self, word: str) -> str:
        """Stem of one lower-case word of this alphabet."""
        if not 2 < len(word) <= LONGEST or not word.isalpha():
            return word
        word = word.replace("я", "йа").replace("ю", "йу")
        again = False
        while True:
            listed = self.known(word, again=again)
            if listed is not None:
                word = listed
                break
            shorter = self.guess(word)
            again = True
            if shorter == word:
                break
            word = shorter
        return _settle(word).replace("йа", "я").replace("йу", "ю")


def _unlikely(ending: Variant) -> bool:
    """On a short stem, alone: бөлме, "room", is not бөл + ме, "do not divide"; есім, "name", not ес + ім, "my mind"."""
    return ending.slot == "neg" or ending.text in ("ым", "ім", "м")


def _settle(word: str) -> str:
    """One spelling for what alternates at the end of a stem: кітаб -> кітап, процесс -> процес."""
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    if len(word) > 2 and word.endswith(("ий", "ь")):
        word = word[:-1]
    return word[:-1] + word[-1].translate(_HARDEN)


@lru_cache(maxsize=2)
def _reader(folded: bool) -> Reader:
    return Reader(folded=folded)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Stem of a lower-case Kazakh word in Cyrillic (NFC).

    Returns a key shared by the forms of a word. Text in another script comes back as it is. Never raises.
    """
    irregular = IRREGULAR.get(word)
    return irregular if irregular is not None else _reader(False).stem(word)


_IRREGULAR_FOLDED = {fold(form): fold(lemma) for form, lemma in IRREGULAR.items()}


@lru_cache(maxsize=200_000)
def stem_folded(word: str) -> str:
    """Stem of a word as typed on a Russian keyboard: both `қаланың` and `каланын` give `кала`."""
    word = fold(word)
    irregular = _IRREGULAR_FOLDED.get(word)
    return irregular if irregular is not None else _reader(True).stem(word)
