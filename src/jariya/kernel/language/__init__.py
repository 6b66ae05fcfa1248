"""kk/ru/en analysis: tokens, stems, folding, scripts. Pure Python, no Django, no database."""

from jariya.kernel.language.analyser import Streams, Token, analyse, latin_readings, streams
from jariya.kernel.language.guess import LANGUAGES, guess_language
from jariya.kernel.language.scripts import (
    FOLDED_LETTERS,
    KAZAKH_ALPHABET,
    fold,
    from_latin,
    normal,
    one_script,
    slugify,
    sort_key,
    to_latin,
)
from jariya.kernel.language.tokens import words

__all__ = [
    "FOLDED_LETTERS",
    "KAZAKH_ALPHABET",
    "LANGUAGES",
    "Streams",
    "Token",
    "analyse",
    "fold",
    "from_latin",
    "guess_language",
    "latin_readings",
    "normal",
    "one_script",
    "slugify",
    "sort_key",
    "streams",
    "to_latin",
    "words",
]
