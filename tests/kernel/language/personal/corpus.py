"""A made corpus: seeded texts in Kazakh and Russian with labels. All numbers are drawn, none is anyone's.

`texts(2000)` gives the same texts at every run. Half of the sentences hold no personal data but what looks like it:
sums of tenge, numbers of laws, cases and classifiers, days, telephones of offices.
"""

# ruff: noqa: E501  a form or a text is a line

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jariya.kernel.language.numbers import bin_valid, iin_valid
from jariya.kernel.language.personal.figures import iban_valid, luhn_valid


@dataclass(frozen=True)
class Text:
    """A text, its language, and the places of what is personal in it: (kind, start, end)."""

    language: str
    text: str
    labels: tuple[tuple[str, int, int], ...]


Draw = random.Random
CODES = ("701", "702", "705", "707", "708", "747", "771", "775", "776", "777", "778", "700")
STREETS_KK = ("Абай", "Сәтбаев", "Бейбітшілік", "Жібек жолы", "Төле би", "Қабанбай батыр", "Достық", "Наурыз", "Желтоқсан", "Әл-Фараби", "Алтынсарин", "Тәуелсіздік")  # fmt: skip
STREETS_RU = ("Абая", "Сатпаева", "Ленина", "Мира", "Гагарина", "Сейфуллина", "Толе би", "Республики", "Садовая", "Жибек Жолы", "Назарбаева", "А. Молдагуловой")  # fmt: skip
AREAS = ("Самал-2", "Аксай-4", "Көктем", "Алмагүл", "Орбита-3", "Нұрсая", "Жетісу", "Мамыр-1")
SURNAMES = (
    "Ахметов",
    "Сұлтанов",
    "Оспанов",
    "Жұмабаев",
    "Иванов",
    "Петренко",
    "Ким",
    "Смағұлов",
    "Тілеубаев",
    "Соколов",
)
FEMALE = ("Ахметова", "Сұлтанова", "Оспанова", "Жұмабаева", "Иванова", "Смағұлова", "Соколова")
GIVEN_M, GIVEN_F = ("Ержан", "Дәулет", "Асқар", "Пётр", "Нұрлан", "Сергей"), ("Айгүл", "Гүлнар", "Динара", "Анна", "Мөлдір", "Светлана")  # fmt: skip
FATHER_M = ("Серікұлы", "Маратұлы", "Асқарович", "Петрович", "Болатұлы")
FATHER_F = ("Серікқызы", "Маратовна", "Асқарқызы", "Петровна", "Болатқызы")
MONTHS_KK = ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан")  # fmt: skip
MONTHS_RU = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря")  # fmt: skip


def _digits(draw: Draw, count: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(count))


def _until(make: Callable[[], str], holds: Callable[[str], bool]) -> str:
    while True:
        found = make()
        if holds(found):
            return found


def iin(draw: Draw, lang: str) -> str:
    """A number with the right check digit, of a day of birth that exists."""
    day = f"{draw.randint(40, 99):02}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
    number = _until(lambda: f"{day}{draw.choice('3456')}{_digits(draw, 5)}", iin_valid)
    return draw.choice((number, number, number, f"{number[:6]} {number[6:]}", f"{number[:6]}-{number[6:]}"))


def firm(draw: Draw, lang: str) -> str:
    """A BIN with the right check digit."""
    head = f"{draw.randint(0, 24):02}{draw.randint(1, 12):02}{draw.choice('456')}{draw.choice('0123')}"
    return _until(lambda: head + _digits(draw, 6), bin_valid)


def phone(draw: Draw, lang: str) -> str:
    """A mobile number as people type it."""
    code, a, b, c = draw.choice(CODES), _digits(draw, 3), _digits(draw, 2), _digits(draw, 2)
    forms = (
        f"+7{code}{a}{b}{c}", f"8{code}{a}{b}{c}", f"8 {code} {a} {b} {c}", f"+7 ({code}) {a}-{b}-{c}",
        f"8({code}){a}{b}{c}", f"8-{code}-{a}-{b}-{c}", f"+7 {code} {a}{b}{c}", f"87{code[1:]} {a} {b}{c}",
        f"{code} {a} {b} {c}", f"8 {code} {a[0]} {a[1:]} {b} {c}", f"+7-{code}-{a}-{b}{c}", f"8 7 {code[1]} {code[2]} {' '.join(a + b + c)}",
        f"8{code} {a}-{b}-{c}", f"7{code}{a}{b}{c}", f"+7 {code}\u00a0{a}\u00a0{b}\u00a0{c}",
    )  # fmt: skip
    return draw.choice(forms)


def city_phone(draw: Draw, lang: str) -> str:
    """A telephone at home."""
    code = draw.choice(("7172", "7212", "7132", "7252"))
    return draw.choice((f"8 ({code}) {_digits(draw, 2)}-{_digits(draw, 2)}-{_digits(draw, 2)}", f"{draw.randint(20, 79)}-{_digits(draw, 2)}-{_digits(draw, 2)}", f"+7{code}{_digits(draw, 6)}"))  # fmt: skip


def spoken(draw: Draw, lang: str) -> str:
    """A number told in words."""
    if lang == "kk":
        return draw.choice(("сегіз жеті жүз бес үш жүз жиырма бір қырық бес алпыс екі", "сегіз жеті жүз жетпіс жеті тоғыз жүз он екі нөл үш сексен"))  # fmt: skip
    return draw.choice(("восемь семьсот два триста сорок пять двенадцать ноль семь", "плюс семь семьсот семьдесят семь девятьсот один восемьдесят тридцать три"))  # fmt: skip


def account(draw: Draw, lang: str) -> str:
    """An account with the right check digits."""
    tail = _digits(draw, 3) + "".join(draw.choice("0123456789KZTR") for _ in range(13))
    number = next(f"KZ{n:02}{tail}" for n in range(2, 99) if iban_valid(f"KZ{n:02}{tail}"))
    spaced = " ".join(number[at : at + 4] for at in range(0, 20, 4))
    return draw.choice((number, number, spaced, number.lower(), number.replace("K", "К", 1)))


def card(draw: Draw, lang: str) -> str:
    """A bank card's number."""
    number = _until(lambda: draw.choice(("4400", "5169", "4242", "5356")) + _digits(draw, 12), luhn_valid)
    return draw.choice((number, " ".join(number[at : at + 4] for at in range(0, 16, 4)), "-".join(number[at : at + 4] for at in range(0, 16, 4))))  # fmt: skip


def plate(draw: Draw, lang: str) -> str:
    """A number plate, new or old, Latin or typed with Cyrillic letters."""
    letters = "".join(draw.choice("ABCEHKMOPTX") for _ in range(3))
    if draw.random() < 0.3:
        letters = letters.translate(str.maketrans("ABCEHKMOPTX", "АВСЕНКМОРТХ"))
    space = draw.choice(("", " "))
    old = f"{draw.choice('ABEKMTXZ')}{space}{_digits(draw, 3)}{space}{letters}"
    return draw.choice((f"{_digits(draw, 3)}{space}{letters}{space}{draw.randint(1, 20):02}",) * 4 + (old,))


def mail(draw: Draw, lang: str) -> str:
    """An address of a person."""
    who = draw.choice(("aigul", "erzhan.s", "d_ospanov", "nurlan88", "sveta-k", "moldir.a"))
    return f"{who}{draw.randint(1, 99)}@{draw.choice(('example.kz', 'mail.example.org', 'post.example.com'))}"


def document(draw: Draw, lang: str) -> str:
    """A number of an identity card or passport."""
    return draw.choice(("0" + _digits(draw, 8), "N" + _digits(draw, 8), "№ 0" + _digits(draw, 8)))


def birth(draw: Draw, lang: str) -> str:
    """A day of birth."""
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(1940, 2020)
    if draw.random() < 0.5:
        return f"{day:02}.{month:02}.{year}"
    if lang == "kk":
        return draw.choice((f"{year} жылғы {day} {MONTHS_KK[month - 1]}", f"{day} {MONTHS_KK[month - 1]} {year}"))
    return f"{day} {MONTHS_RU[month - 1]} {year}"


def home(draw: Draw, lang: str) -> str:
    """A home address."""
    house, flat = draw.choice((str(draw.randint(1, 240)), f"{draw.randint(1, 99)}/{draw.randint(1, 9)}", f"{draw.randint(1, 90)}А")), draw.randint(1, 180)  # fmt: skip
    if lang == "kk":
        street, area = draw.choice(STREETS_KK), draw.choice(AREAS)
        return draw.choice((
            f"{street} көшесі {house}, {flat}-пәтер", f"{street} көшесі, {house}-үй", f"{street} көшесі {house}",
            f"{street} даңғылы {house}, пәтер {flat}", f"{area} шағын ауданы, {house}-үй, {flat}-пәтер",
            f"{draw.randint(1, 20)}-шағын аудан, {house}-үй", f"{street} к-сі {house} үй {flat} пәтер",
            f"{street} көшесіндегі {house}-үйдің {flat}-пәтері", f"{house}-үй, {flat}-пәтер", f"{area} ықшам ауданы {house} үй",
            f"{street.lower()} көшесі {house} үй {flat} пәтер", f"{street} тұйығы {house}",
        ))  # fmt: skip
    street, area = draw.choice(STREETS_RU), draw.choice(AREAS)
    return draw.choice((
        f"ул. {street}, д. {house}, кв. {flat}", f"улица {street} {house}, квартира {flat}", f"ул.{street} {house}-{flat}",
        f"пр. {street} {house}, кв {flat}", f"мкр. {area}, дом {house}, кв. {flat}", f"{draw.randint(1, 20)} мкр, д. {house}, кв {flat}",
        f"пр-т {street}, {house}", f"пер. {street} д.{house}", f"{street} {house}, кв. {flat}", f"ул {street.lower()} {house} кв {flat}",
        f"улице {street} {house}", f"мкр {draw.randint(1, 15)}, дом {house}",
    ))  # fmt: skip


def name(draw: Draw, lang: str) -> str:
    """A full name, or a surname with initials."""
    if draw.random() < 0.5:
        last, first, father = draw.choice(SURNAMES), draw.choice(GIVEN_M), draw.choice(FATHER_M)
    else:
        last, first, father = draw.choice(FEMALE), draw.choice(GIVEN_F), draw.choice(FATHER_F)
    return draw.choice((f"{last} {first} {father}", f"{first} {father} {last}", f"{last} {first[0]}.{father[0]}.", f"{last} {first[0]}. {father[0]}.", f"{first[0]}.{father[0]}. {last}", f"{last} {first}"))  # fmt: skip


def money(draw: Draw, lang: str) -> str:
    """A sum with its word."""
    value = draw.choice((draw.randint(10**5, 10**8), draw.randint(10**10, 10**11), draw.randint(10**11, 10**12)))
    shown = f"{value:,}".replace(",", draw.choice((" ", "\u00a0", "")))
    return f"{shown} {draw.choice(('теңге', 'тг', '₸') if lang == 'kk' else ('тенге', 'тг', '₸'))}"


def law(draw: Draw, lang: str) -> str:
    """A law, an order, a registration number."""
    day = f"{draw.randint(1, 28):02}.{draw.randint(1, 12):02}.20{draw.randint(10, 26)}"
    return draw.choice((f"№ {draw.randint(100, 500)}-V", f"{draw.randint(10, 700)}-НҚ", f"№ {draw.randint(10, 700)}-НК {'от' if lang == 'ru' else 'бұйрық,'} {day}", f"V{_digits(draw, 10)}", f"№ {_digits(draw, 5)}", f"{draw.randint(2, 99)}-{draw.randint(1, 9)}"))  # fmt: skip


def case(draw: Draw, lang: str) -> str:
    """A number of a court case, a tender, an appeal."""
    return draw.choice((f"{_digits(draw, 4)}-{draw.randint(20, 26)}-00-2/{_digits(draw, 4)}", f"ЖТ-2025-0{_digits(draw, 7)}", f"№ {_digits(draw, 8)}-ОК1", f"{_digits(draw, 2)}-{_digits(draw, 3)}-{_digits(draw, 3)}-{_digits(draw, 4)}", f"№ {_digits(draw, 11)}", f"№ {_digits(draw, 12)}"))  # fmt: skip


def code(draw: Draw, lang: str) -> str:
    """A code of a classifier or a budget programme."""
    return draw.choice((f"{draw.randint(10, 79)}{_digits(draw, 3)}0000", f"{_digits(draw, 3)} {_digits(draw, 3)} {_digits(draw, 3)}", f"{_digits(draw, 6)}", f"{_digits(draw, 3)}/{_digits(draw, 3)}"))  # fmt: skip


def day(draw: Draw, lang: str) -> str:
    """A day that is nobody's birthday."""
    d, m, y = draw.randint(1, 28), draw.randint(1, 12), draw.randint(2015, 2027)
    return draw.choice((f"{d:02}.{m:02}.{y}", f"{y} жылғы {d} {MONTHS_KK[m - 1]}" if lang == "kk" else f"{d} {MONTHS_RU[m - 1]} {y} года"))  # fmt: skip


def office_phone(draw: Draw, lang: str) -> str:
    """A telephone of an office."""
    code_ = draw.choice(("7172", "727", "7212", "7132"))
    rest = _digits(draw, 10 - len(code_))
    return draw.choice((f"8 ({code_}) {rest[:2]}-{rest[2:4]}-{rest[4:]}", "1414", "8 800 080 77 77", f"+7 ({code_}) {rest[:-4]}-{rest[-4:-2]}-{rest[-2:]}"))  # fmt: skip


def office_mail(draw: Draw, lang: str) -> str:
    """A mailbox of an office."""
    return draw.choice(
        ("info@akimat.example.kz", "kense@ministry.example.kz", "press@example.kz", "call-center@example.kz")
    )


def count(draw: Draw, lang: str) -> str:
    """So many of something."""
    n = draw.randint(2, 900)
    if lang == "kk":
        return f"{n} {draw.choice(('пәтерлі үй', 'үй салынды', 'орындық мектеп', 'шам', 'метр жол', 'пәтер берілді', 'адам', 'жұмыс күні'))}"
    return f"{n} {draw.choice(('домов', 'квартир', 'мест в школе', 'фонарей', 'метров дороги', 'кв. м', 'человек', 'рабочих дней'))}"  # fmt: skip


KINDS: dict[str, tuple[str, Callable[[Draw, str], str]]] = {
    "iin": ("iin", iin), "phone": ("phone", phone), "city": ("phone", city_phone), "spoken": ("phone", spoken),
    "account": ("account", account), "card": ("card", card), "plate": ("plate", plate), "mail": ("mail", mail),
    "document": ("document", document), "birth": ("birth", birth), "home": ("home", home), "name": ("name", name),
    "bin": ("bin", firm), "money": ("", money), "law": ("", law), "case": ("", case), "code": ("", code), "day": ("", day),
    "office": ("", office_phone), "omail": ("", office_mail), "count": ("", count),
}  # fmt: skip
"""Slot -> kind of its label (empty: nothing personal) and what fills it."""

PERSONAL = {
    "kk": (
        "ЖСН {iin}.", "Баламның ЖСН-і: {iin}", "Мына нөмірге қоңырау шалыңыздаршы: {phone}.", "Телефоным {phone}",
        "{phone} — ватсап арқылы жазыңыз.", "Маған хабарласыңыз {phone}, күндіз үйде боламын.", "Үй телефоным {city}.",
        "Нөмірім {spoken}, кешке хабарласыңыз.", "Шотым {account}, соған аударыңыз.", "Kaspi картам {card}.",
        "Көршінің көлігі {plate} ауланы жауып тұр.", "Мемлекеттік нөмірі {plate} көлік аулада қалды.", "{plate} аялдамадан тоқтамай өтті.",
        "Пошта: {mail}", "Жеке куәлігім {document}.", "{birth} туған қызым бар.", "Туған күнім {birth}.", "{birth} ж.т., мүгедек.",
        "Мекенжайым: {home}.", "{home} тұрғындарымыз, жылу жоқ.", "Біз {home} мекенжайында тұрамыз.", "Менің аты-жөнім {name}.", "Көршім {name} тауық ұстайды.",
        "Азамат {name}, ЖСН {iin}, {home}, тел. {phone}.",
    ),
    "ru": (
        "ИИН {iin}.", "ИИН ребёнка: {iin}", "Перезвоните на {phone}.", "Мой телефон {phone}", "{phone} - пишите в ватсап.",
        "Можно связаться по {phone} вечером.", "Домашний телефон {city}.", "Мой номер {spoken}, звоните.", "Верните на счёт {account}.",
        "Карта каспи {card}.", "Машина {plate} стоит на газоне.", "Гос. номер {plate}, уже третий месяц.", "{plate} проехал на красный.",
        "Почта {mail}", "Удостоверение личности {document}.", "Дочь родилась {birth}, ждём садик.", "Дата рождения {birth}.", "{birth} г.р., инвалид.",
        "Адрес: {home}.", "Живу на {home}, вода не идёт.", "Проживаем по адресу {home} с семьёй.", "Меня зовут {name}.", "Мой сосед {name} держит кур.",
        "Гражданин {name}, ИИН {iin}, {home}, тел. {phone}.",
    ),
}  # fmt: skip
PLAIN = {
    "kk": (
        "Бюджетте {money} қаралған.", "Жолға {money} бөлінді, оның {money} игерілді.", "Заңның {law} нормасы бойынша жауап беріңіз.", "{case} ісі бойынша шешім шықты.",
        "Бағдарлама коды {code}.", "Жұмыс {day} аяқталуы керек еді.", "Қабылдау бөлмесі {office} жауап бермейді.", "Сенім телефоны {office}, пошта {omail}.",
        "Аудан бойынша {count}.", "Компанияның БСН {bin}, лицензиясы бар.", "Мердігер БСН {bin} шартты орындамады.", "ӘАОЖ {code} аумағында {count}.",
        "Ауламыз қараңғы, балалар мектепке қорқып барады.", "Су сағат 6-дан 8-ге дейін ғана келеді, 3 жыл болды.", "Мектеп № {code} оқушылары {count} сұрайды.",
        "{law} бұйрық {day} тіркелді.", "Абай көшесінде {count}.",
    ),
    "ru": (
        "В бюджете {money}.", "Выделено {money}, освоено {money}.", "Прошу ответить по норме {law}.", "По делу {case} вынесено решение.", "Код программы {code}.",
        "Работы должны были закончить {day}.", "Приёмная {office} не отвечает.", "Телефон доверия {office}, почта {omail}.", "По району {count}.",
        "БИН компании {bin}, лицензия есть.", "Подрядчик (БИН {bin}) не выполнил договор.", "КАТО {code}, всего {count}.", "Во дворе темно, дети боятся идти в школу.",
        "Вода есть с 6 до 8 утра, так 3 года.", "Ученики школы № {code} просят {count}.", "Приказ {law} зарегистрирован {day}.", "На улице Абая {count}.",
    ),
}  # fmt: skip
_SLOT = re.compile(r"\{(\w+)\}")


def texts(number: int, seed: int = 5) -> Iterator[Text]:
    """So many texts, half of each language, two to six sentences, with and without personal data."""
    draw = random.Random(seed)
    for index in range(number):
        lang = ("kk", "ru")[index % 2]
        sentences = [
            draw.choice(PERSONAL[lang] if draw.random() < 0.45 else PLAIN[lang]) for _ in range(draw.randint(2, 6))
        ]
        text, labels = "", []
        for sentence in sentences:
            at = 0
            text += draw.choice((" ", " ", "\n")) if text else ""
            for match in _SLOT.finditer(sentence):
                kind, make = KINDS[match.group(1)]
                text += sentence[at : match.start()]
                filled = make(draw, lang)
                if kind:
                    labels.append((kind, len(text), len(text) + len(filled)))
                text, at = text + filled, match.end()
            text += sentence[at:]
        yield Text(lang, text, tuple(labels))
