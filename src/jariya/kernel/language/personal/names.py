"""Full names by their shape: a surname's ending with initials, a given name or a patronymic. Weak: often a street's
or an official's name, so nobody is stopped by it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jariya.kernel.language.personal.found import Found
from jariya.kernel.language.personal.parts import LOWER, UPPER, after, before

_W = rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?"
_CASE = (
    r"(?:а|у|ым|ой|ою|е|ы|ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|ды|ді|ты|ті|ны|ні|мен|бен|пен|дан|ден|тан|тен|нан|нен)?"
)
_SURNAME = (
    rf"[{UPPER}][{LOWER}]+(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|ская|цкий|цкая|енко)"
    rf"{_CASE}(?![{LOWER}])"
)
_FATHER = rf"[{UPPER}][{LOWER}]+(?:ович|евич|овна|евна|ична|[ -]?ұлы|[ -]?қызы|улы|кызы){_CASE}(?![{LOWER}])"
_INITIAL = rf"[{UPPER}]\.\s?(?:[{UPPER}]\.)?"
_INITIALS = rf"[{UPPER}]\.\s?[{UPPER}]\."
_NO_NAME = (
    r"(?!(?:Азамат\w*|Граждан\w+|Көрші\w*|Сосед\w*|Заявител\w+|Өтініш\w*|Біз\w*|Мен\w*|Мен|Мой|Моя|Меня|Ол|Живу|Адрес|Господин|Госпожа|Мырза"
    r"|Министр\w*|Әкім\w*|Аким\w*|Депутат\w*|Директор\w*|Президент\w*|Улиц\w+|Проспект\w*|Площад\w+)\s)"
)
_NAME = re.compile(
    rf"(?<![\w-]){_NO_NAME}(?:"
    rf"(?:{_W}\s){{1,2}}{_FATHER}(?:\s{_SURNAME})?"
    rf"|{_W}\s{_INITIAL}(?!\w|\s?{_SURNAME})(?<=[{UPPER}]\.)"
    rf"|{_INITIAL}\s?{_SURNAME}"
    rf"|{_INITIALS}\s?{_W}"
    rf"|{_SURNAME}\s{_W}"
    rf"|{_W}\s{_SURNAME}(?!\s{_INITIAL})"
    rf")"
)
_SURNAME_ALONE = re.compile(_SURNAME)
_PLACE = re.compile(
    r"(?:\bул\.?|улиц\w*|пр-т|просп\w*|пер\.?|им\.|имени|площад\w*|парк\w*|мкр\.?|микрорайон\w*|театр\w*)\s*$"
)
_PLACE_AFTER = re.compile(
    r"^\s*(?:көше|даңғыл|тұйығ|бұрылыс|шағын|атындағы|алаңы|театр|мектеп|музей|ескерткіш|университет"
    r"|ауыл|аудан|қалас|орта мектеп|гимназ|лицей)"
)
_OFFICE = re.compile(
    r"(?:министр\w*|әкім\w*|аким\w*|төраға\w*|председател\w*|директор\w*|депутат\w*|президент\w*|орынбасар\w*|заместител\w*"
    r"|басшы\w*|руководител\w*|хатшы\w*|секретар\w*|премьер\S*|судь\w*|прокурор\w*|ректор\w*|бастығы|начальник\w*|глав[аы]\w*)\W{1,3}$"
)


def look(text: str) -> Iterator[Found]:
    """Names of people in the whole text, save names of streets, schools and people named with their office."""
    for match in _NAME.finditer(text):
        written = match.group()
        if not _like_a_name(written):
            continue
        words = before(text, match.start(), 30)
        if _PLACE.search(words) or _OFFICE.search(words) or _PLACE_AFTER.match(after(text, match.end())):
            continue
        yield Found("name", written, match.start(), match.end())


def _like_a_name(written: str) -> bool:
    """Initials need a surname's ending beside them: «Абай А.» alone is a street."""
    return written.count(".") != 1 or _SURNAME_ALONE.search(written) is not None
