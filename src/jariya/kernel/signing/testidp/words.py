"""The few words of the TEST service in three languages, and the environment of its pages."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, StrictUndefined

LANGUAGES = ("kk", "ru", "en")
WORDS: dict[str, tuple[str, str, str]] = {
    "title": (
        "TEST: мемлекеттік сәйкестендіру қызметі (сынақ)",
        "TEST: служба идентификации государства (проба)",
        "TEST: identity service of the state (a trial)",
    ),
    "note": (
        "TEST. Бұл – бағдарламаны сынауға арналған еліктеме: ол ешбір мемлекеттік органға тиесілі емес және тек ойдан "
        "шығарылған адамдарды таниды. Өз деректеріңізді енгізбеңіз.",
        "TEST. Это имитация для пробы программы: она не принадлежит ни одному госоргану и знает только вымышленных "
        "людей. Не вводите своих данных.",
        "TEST. This is an imitation for trying the program: it belongs to no state body and knows invented people "
        "only. Do not enter data of your own.",
    ),
    "who": ("Кім болып кіресіз?", "Кем вы войдёте?", "Who do you want to be?"),
    "enter": ("Кіру", "Войти", "Enter"),
    "asks": (
        "«Жария» сайты сізден мыналарды сұрайды:",
        "Сайт «Жария» просит передать ему:",
        "The site Jariya asks for:",
    ),
    "iin": ("жеке сәйкестендіру нөміріңіз (ЖСН)", "ваш индивидуальный номер (ИИН)", "your identification number (IIN)"),
    "openid": (
        "осы сайтқа арналған бүркеншік атыңыз",
        "ваш псевдоним для этого сайта",
        "your pseudonym for this site",
    ),
    "as": ("Сіз:", "Вы:", "You are:"),
    "grant": ("Рұқсат беру", "Разрешить", "Allow"),
    "refuse": ("Бас тарту", "Отказать", "Refuse"),
    "other": ("Басқа адам болып кіру", "Войти другим человеком", "Be somebody else"),
    "error": ("Сұрау дұрыс емес", "Неправильный запрос", "The request is wrong"),
    "error_text": (
        "Сайтқа оралып, кіруді қайта бастаңыз.",
        "Вернитесь на сайт и начните вход заново.",
        "Go back to the site and begin the sign-in anew.",
    ),
    "out": ("Осы қызметтен де шығасыз ба?", "Выйти и из этой службы?", "Sign out of this service as well?"),
    "leave": ("Шығу", "Выйти", "Sign out"),
    "stay": ("Қалу", "Остаться", "Stay"),
    "home": (
        "Мұнда тек «Жария» сайтынан келеді.",
        "Сюда приходят только с сайта «Жария».",
        "One comes here only from the site Jariya.",
    ),
    "back": ("Сайтқа оралу", "Вернуться на сайт", "Back to the site"),
}


def word(key: str, language: str) -> str:
    """One sentence in kk, ru or en."""
    return WORDS[key][LANGUAGES.index(language)]


def environment(**options: Any) -> Environment:
    """Autoescape on, an undefined name is an error."""
    made = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})  # noqa: S701
    made.globals["word"] = word
    return made
