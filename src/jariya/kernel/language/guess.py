"""Which language a text is in: Kazakh, Russian or English, by letters, then by telling words and endings."""

from __future__ import annotations

import re

from jariya.kernel.language.scripts import fold
from jariya.kernel.language.tokens import words


def _words(text: str) -> list[str]:
    return text.split()


LANGUAGES = ("kk", "ru", "en")
_KAZAKH_LETTERS = re.compile("[әіңғүұқөһ]")
_RUSSIAN_LETTERS = re.compile("[ёъщэцфв]")

# Compared in the folded alphabet, so that Kazakh typed on a Russian keyboard is seen as Kazakh.
_KK = frozenset(
    fold(w)
    for w in _words(
        "және мен пен бен да де та те бұл ол осы сол бар жоқ үшін қалай қашан қайда қандай қанша неге не кім"
        " керек болады болса бойынша туралы дейін кейін деп еді екен емес ғой ма ме ба бе па пе маған мені біз"
        " сіз біздің сіздің менің бір екі үш жер үй су жол бала бала адам ауыл қала қаласы облысы ауданы"
        " көшесі көше мектеп әкім әкімі сәлем сәлеметсіз рахмет рақмет өтініш сұрақ жауап"
    )
)
_RU = frozenset(
    _words(
        "и в во не на с со что как по к ко у за из от о об но для это мы вы я он она они их его её ее ли же"
        " бы или при до когда где почему какой какая какие кто чтобы если уже нет есть был была было были быть"
        " без под над про после нам вам мне нас вас прошу здравствуйте улица дом район город вода дорога школа"
        " ответ вопрос"
    )
)
_EN = frozenset(
    _words(
        "the of and to in is a for that on with as are be it this by from or not have has was were will when"
        " where why how what who which we you i they our your my can please there"
    )
)
_RU_ENDING = re.compile(
    "(?:ого|его|ому|ему|ыми|ими|ами|ями|ать|ять|ить|еть|ться|тся|ешь|ишь|ете|ите|ый|ой|ий|ая|яя|ое|ее|ые|ие|ых|их|ия|ии"
    "|ость|ости|ение|ения|ании|ться|вший|ать|ов|ев|ах|ях|ам|ям)$"
)
_KK_ENDING = re.compile(
    "(?:лар|лер|дар|дер|тар|тер|нын|нин|дын|дин|тын|тин|мын|мыз|миз|быз|сыз|сыздар|ады|еди|йды|йди|ган|ген|кан|кен|ып|ип"
    "|дан|ден|нан|нен|тан|лык|лик|дык|дик|тык|тик|сында|синде|ында|инде|сы|га|ге)$"
)


def guess_language(text: str, *, default: str = "kk") -> str:
    """kk, ru or en by the first 200 words; `default` when nothing tells (no words, numbers alone)."""
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for at, word in enumerate(words(text[:4000])):
        if at == 200:
            break
        low = word.low
        if not low.isalpha() and not low.replace("'", "").isalpha():
            continue
        if low.isascii():
            scores["en"] += 2 if low in _EN else 0.5
            continue
        folded = fold(low)
        if _KAZAKH_LETTERS.search(low):
            scores["kk"] += 3
            continue
        scores["kk"] += 2 * (folded in _KK) + (len(folded) > 4 and bool(_KK_ENDING.search(folded)))
        scores["ru"] += 2 * (low in _RU) + (len(low) > 4 and bool(_RU_ENDING.search(low)))
        scores["ru"] += 0.25 * bool(_RUSSIAN_LETTERS.search(low))
    best = max(scores.values())
    if best <= 0:
        return default
    leaders = [language for language in LANGUAGES if scores[language] == best]
    return default if default in leaders else leaders[0]
