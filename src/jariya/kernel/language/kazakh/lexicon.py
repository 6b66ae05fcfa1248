"""The two word lists of Kazakh stems, the shapes a stem takes before an ending, and what grammar calls irregular."""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple

from jariya.kernel.language.kazakh.endings import NOUN, VERB


class Known(NamedTuple):
    """A shape of a listed stem: what it stands for, which list, and before what it appears ("" anything)."""

    stem: str
    kind: str
    before: str


def _words(text: str) -> list[str]:
    return text.split()


Lexicon = dict[str, list[Known]]

_SOFTEN = {"п": "б", "к": "г", "қ": "ғ"}

# The last vowel falls before a vowel: халық -> халқы, орын -> орны. A closed list: барыс keeps its own (барысы).
ELIDED = frozenset(
    _words(
        "халық орын мұрын ауыз ерін көңіл мойын қойын мүлік көрік қалып әріп қарын иін бөрік ырық парық ғұрып"
        " құлық сиық кейіп құлып тұрық жұлын ерік ауыл"
    )
)

# Forms that no ending explains: pronouns, contracted gerunds. Form -> stem, any school grammar.
IRREGULAR: dict[str, str] = {
    form: lemma
    for lemma, forms in {
        "мен": "маған мені менің менде менен менімен менікі меніңше",
        "сен": "саған сені сенің сенде сенен сенімен сенікі сеніңше",
        "ол": "оған оны оның онда одан онымен ондағы онысы ондай онікі",
        "олар": "оларға оларды олардың оларда олардан олармен олардағы",
        "біз": "бізге бізді біздің бізде бізден бізбен біздер біздерге",
        "сіз": "сізге сізді сіздің сізде сізден сізбен сіздер сіздерге сіздерді сіздердің",
        "бұл": "бұған бұны мұны бұның мұның бұнда мұнда бұдан мұнан бұнымен мұнымен мұндағы мұндай бұндай мұнысы",
        "осы": "осыған осыны осының осында осыдан осындағы осымен осындай осынша",
        "сол": "соған соны соның сонда содан сонымен сондағы сондай сонша",
        "анау": "анаған ананы ананың анада анадан анамен анадай",
        "өз": "өзі өзім өзің өзіңіз өзіміз өзіне өзін өзінің өзінде өзінен өзімен өзіме өзімді өздері өздеріне өздерін",
        "кім": "кімге кімді кімнің кімде кімнен кіммен кімдер",
        "не": "неге нені ненің неде неден немен нелер несі нелерді",
        "бәрі": "бәріне бәрін бәрінің бәрінде бәрінен бәрімен бәріміз бәріңіз",
        "бол": "боп болып болу болуы",
        "қыл": "қып ғып ғылып",
        "кел": "кеп келіп",
        "қал": "қап",
        "ал": "ап",
        "сал": "сап",
        "әкел": "әкеп",
        "сөйт": "сөйтіп",
        "бүйт": "бүйтіп",
        "жоқ": "жоққа",
        "су": "суы суын суының суында суға",
    }.items()
    for form in forms.split()
}


def _shapes(stem: str, kind: str) -> list[tuple[str, str]]:
    """The stem as it stands before endings: (shape, before what). `vowel`: an ending that begins with a vowel."""
    shapes = [(stem, "")]
    if stem[-1] in _SOFTEN and len(stem) > 2:
        shapes.append((stem[:-1] + _SOFTEN[stem[-1]], "vowel"))
    if kind == VERB and stem[-1] == "п":
        shapes.append((stem[:-1] + "у", "vowel"))
    if kind == VERB and stem[-1] in "ыі" and len(stem) > 2:
        shapes.append((stem[:-1], "glide"))
    if stem in ELIDED:
        shapes.append((stem[:-2] + stem[-1], "vowel"))
    return shapes


def load(spell: dict[int, str | int] | None = None) -> Lexicon:
    """Read both lists into shape -> stems. `spell` rewrites letters (the folded alphabet); й+а, й+у stand for я, ю."""
    lexicon: Lexicon = {}
    for name, kind in (("nouns.txt", NOUN), ("verbs.txt", VERB)):
        text = (files(__package__) / name).read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.startswith("#"):
                continue
            for word in line.split():
                for shape, before in _shapes(word.replace("я", "йа").replace("ю", "йу"), kind):
                    stem = word.replace("я", "йа").replace("ю", "йу")
                    if spell:
                        shape, stem = shape.translate(spell), stem.translate(spell)
                    known = Known(stem, kind, before)
                    shelf = lexicon.setdefault(shape, [])
                    if known not in shelf:
                        shelf.append(known)
    return lexicon
