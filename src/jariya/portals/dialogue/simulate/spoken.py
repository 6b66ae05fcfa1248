"""What the invented bodies say of themselves: posts of heads, conferences past and to come, surveys over and open.

All of it goes through the actions, so a visitor finds what the program would have made.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion import actions as talk
from jariya.kernel.discussion.models import Comment
from jariya.kernel.language.beside import Words
from jariya.kernel.lifecycle.context import ALMATY
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.dialogue import actions as questions
from jariya.portals.dialogue.alike.refreshing import refresh
from jariya.portals.dialogue.blog import actions as blog
from jariya.portals.dialogue.conference import actions as conferences
from jariya.portals.dialogue.conference.models import Carried
from jariya.portals.dialogue.simulate.cast import Cast
from jariya.portals.dialogue.survey import actions as surveys

MINISTRY, DISTRICT = "ulgi-ministry", "akimat-ulgi-synaq"
DAY = dt.timedelta(days=1)
POSTS = (
    (
        MINISTRY,
        41,
        Words(
            "Ауыл жолдарын жөндеу қалай жүріп жатыр",
            "Как идёт ремонт сельских дорог",
            "Биыл Үлгі облысында он екі ауылдың жолы жөнделіп жатыр. Сегізі аяқталды, төртеуі қыркүйекте бітеді.\n"
            "Қай ауылда қандай жұмыс жүріп жатқанын сұраңыздар: әр сұраққа осы жерде жауап береміз.",
            "В этом году в Ульгийской области чинят дороги в двенадцати сёлах. Восемь готовы, четыре закончат в "
            "сентябре.\nСпрашивайте, что делается в вашем селе: на каждый вопрос ответим здесь.",
            "How the repair of village roads goes",
            "Twelve villages this year: eight are done, four will be in September.",
        ),
    ),
    (
        MINISTRY,
        12,
        Words(
            "Сұрақтарыңызға неге кешігіп жауап бердік",
            "Почему мы отвечали вам с опозданием",
            "Соңғы тоқсанда сұрақтардың біразына мерзімінен кеш жауап бердік. Кінә өзімізде: екі маман ғана істеді.\n"
            "Енді бес маман жауап береді. Қанша кешіккенімізді осы сайттың сандарынан көресіздер.",
            "В прошлом квартале на часть вопросов мы ответили с опозданием. Вина наша: работали два специалиста.\n"
            "Теперь отвечают пятеро. Насколько мы опаздывали, видно в цифрах на этом сайте.",
        ),
    ),
    (
        DISTRICT,
        5,
        Words(
            "Аудан орталығында су қай күні тоқтайды",
            "Когда в райцентре не будет воды",
            "Сейсенбіде Сынақ ауылында су құбыры ауыстырылады, су сағат 9-дан 17-ге дейін болмайды.",
            "Во вторник в селе Сынақ меняют водопровод, воды не будет с 9 до 17 часов.",
        ),
    ),
)
ASKED = (
    ("kk", "Біздің ауылдың жолы жоспарда бар ма? Былтыр уәде берілген еді.", "Бар, тамыз айында басталады."),
    (
        "ru",
        "Кто проверяет качество ремонта? Прошлогодний участок уже в ямах.",
        "Проверяет лаборатория, акты опубликуем.",
    ),
    ("kk", "Мектепке баратын жаяу жүргінші жолы қашан салынады?", None),
    ("ru", "Будет ли освещение вдоль новой дороги?", None),
)
SAME = (
    ("Абай көшесінің шамдары", "Абай көшесінің шамдары бір айдан бері жанбайды, қашан жөнделеді?"),
    ("Абай көшесіндегі жарық", "Абай көшесінде шамдар жанбайды, қашан жөндейсіздер?"),
    ("Қашан?", "Қашан болады, қашанғы күтеміз?"),
)
TEXTS = ("Кешке автобус жоқ.", "Билет қымбат.", "Өз ауылымнан қалаға тікелей бағыт керек.", "Аялдамада қалқа жоқ.")


def make(cast: Cast, *, now: dt.datetime, seed: int, handles: dict[str, int]) -> int:
    """Make everything as of `now`; returns how many questions came of it: carried on, merged, returned.

    Args:
        handles: ids of the demonstration's people.
    """
    people = Person.objects.in_bulk([handles[f"demo-{name}"] for name in _STAFF])
    staff = {name: people[handles[f"demo-{name}"]] for name in _STAFF}
    bodies = {body.slug: body for body in Body.objects.filter(slug__in=[MINISTRY, DISTRICT])}
    citizens = [Person.objects.get(pk=pk) for language in ("kk", "ru") for pk in cast.citizens[language][:24]]
    _posts(bodies, staff, citizens, now)
    _conferences(cast, bodies[MINISTRY], staff, citizens, now)
    _surveys(cast, bodies[MINISTRY], staff, citizens, now, Random(seed))
    _aside(bodies[MINISTRY], staff, citizens, now)
    refresh(now=now)
    return Carried.objects.count() + len(SAME)


def _aside(body: Body, staff: dict[str, Person], citizens: list[Person], now: dt.datetime) -> None:
    """The same question asked twice and merged, and one that says nothing and was returned."""
    made: list[Case] = []
    for number, (title, text) in enumerate(SAME):
        asked: dict[str, Any] = {
            "title": title,
            "points": [text],
            "language": "kk",
            "public": True,
            "identity": "phone",
        }
        at = now - 3 * DAY + number * DAY / 24
        made.append(questions.ask(by=citizens[10 + number], body=body, now=at, **asked).case)
    later: dict[str, Any] = {"by": staff["officer-1"], "now": now - 2 * DAY}
    reason = "Екеуінде де сол көшенің сол шамдары сұралған."
    questions.merge(case=made[1], into=made[0].public_id, reason=reason, **later)
    reason = "Қай жер, қандай мәселе екені жазылмаған. Соны жазып, қайта жіберіңіз."
    questions.return_to_asker(case=made[2], ground="question.return.unclear", reason=reason, **later)


_STAFF = ("officer-1", "head", "district-officer", "district-head", "citizen-1", "citizen-2")


def _posts(bodies: dict[str, Body], staff: dict[str, Person], citizens: list[Person], now: dt.datetime) -> None:
    made: list[Case] = []
    for slug, age, words in POSTS:
        at = now - age * DAY
        officer, head = ("officer-1", "head") if slug == MINISTRY else ("district-officer", "district-head")
        case = blog.prepare(body=bodies[slug], words=words, by=staff[officer], now=at).case
        made.append(blog.publish(case=case, by=staff[head], now=at + DAY / 12).case)
    words = replace(POSTS[0][2], text_kk=POSTS[0][2].text_kk.replace("Сегізі", "Тоғызы").replace("төртеуі", "үшеуі"))
    blog.correct(
        case=made[0],
        words=words,
        corrected_kk="Аяқталған жолдар саны жаңартылды",
        corrected_ru="Обновлено число готовых дорог",
        by=staff["head"],
        now=now - 30 * DAY,
    )
    for number, (language, text) in enumerate(
        (("kk", "Біздің көше де осы тізімде ме?"), ("ru", "Спасибо за честный ответ про опоздания."))
    ):
        said: dict[str, Any] = {"language": language, "identity": "phone", "now": now - (4 + number) * DAY}
        talk.post(case=made[number], text=text, by=citizens[number], **said)


def _plan(title: tuple[str, str], about: tuple[str, str], starts: dt.datetime) -> conferences.Plan:
    return conferences.Plan(*title, *about, starts, starts + dt.timedelta(hours=2))


def _afternoon(cast: Cast, day: dt.date) -> dt.datetime:
    """Three o'clock of a working day, that day or the next one."""
    return dt.datetime.combine(cast.calendar.next_working(day), dt.time(15), tzinfo=ALMATY).astimezone(dt.UTC)


def _conferences(cast: Cast, body: Body, staff: dict[str, Person], citizens: list[Person], now: dt.datetime) -> None:
    roads = _plan(
        ("Ауыл жолдары: министр жауап береді", "Сельские дороги: отвечает министр"),
        ("Жол жөндеу туралы сұрақтарыңызды жазыңыздар.", "Пишите вопросы о ремонте дорог."),
        _afternoon(cast, (now - 24 * DAY).date()),
    )
    ahead = _plan(
        ("Қысқа дайындық туралы сұрақ-жауап", "Вопросы и ответы о подготовке к зиме"),
        ("Жылу, жол тазалау, көмір туралы сұраңыздар.", "Спрашивайте о тепле, уборке дорог, угле."),
        _afternoon(cast, (now + 12 * DAY).date()),
    )
    for plan, announced in ((roads, roads.starts_at - 14 * DAY), (ahead, now - 2 * DAY)):
        case = conferences.prepare(body=body, plan=plan, by=staff["officer-1"], now=announced - DAY).case
        case = conferences.announce(case=case, by=staff["head"], now=announced).case
        if plan is roads:
            _held(case, plan, staff, citizens)
        else:
            said: dict[str, Any] = {"identity": "phone", "now": now - DAY}
            talk.post(case=case, text="Жылу қай күні қосылады?", language="kk", by=staff["citizen-1"], **said)
            talk.post(case=case, text="Хватит ли угля на всю зиму?", language="ru", by=citizens[30], **said)
    talk.count_supports()


def _held(case: Case, plan: conferences.Plan, staff: dict[str, Person], citizens: list[Person]) -> None:
    """A conference that took place: two answers, two questions that went on as ordinary ones."""
    asked: list[Comment] = []
    for number, (language, text, _answer) in enumerate(ASKED):
        by = citizens[number if language == "kk" else 24 + number]
        at = plan.starts_at - (9 - number) * DAY
        asked.append(talk.post(case=case, text=text, language=language, by=by, identity="phone", now=at))
        for supporter in citizens[8 : 8 + 3 * (4 - number)]:
            talk.support(comment=asked[-1], by=supporter, now=at + DAY)
    conferences.open_now(case=case, by=None, now=plan.starts_at)
    for number, (language, _text, reply) in enumerate(ASKED):
        if reply is not None:
            at = plan.starts_at + dt.timedelta(minutes=15 + 20 * number)
            said: dict[str, Any] = {"language": language, "identity": "staff", "by": staff["officer-1"]}
            talk.answer(parent=asked[number], text=reply, now=at, **said)
    over = plan.ends_at + dt.timedelta(minutes=1)
    conferences.close(case=case, by=None, now=over)
    conferences.carry(case=case, now=over)
    conferences.finish(case=case, by=None, now=over)


def _content(closes_on: dt.date) -> surveys.Content:
    return surveys.Content(
        "Автобус бағыттары қалай болсын",
        "Какими быть автобусным маршрутам",
        "Үлгі облысында ауыл мен қала арасындағы бағыттар қайта қаралады. Бес минутта жауап бере аласыз.",
        "В Ульгийской области пересматривают маршруты между сёлами и городом. Ответ займёт пять минут.",
        closes_on,
        (
            surveys.Asked(
                "single",
                "Қай уақытта жиі жүресіз?",
                "Когда вы чаще ездите?",
                (("Таңертең", "Утром"), ("Түсте", "Днём"), ("Кешке", "Вечером")),
                True,
            ),
            surveys.Asked(
                "multiple",
                "Не кедергі?",
                "Что мешает?",
                (("Сирек жүреді", "Ходят редко"), ("Қымбат", "Дорого"), ("Кешігеді", "Опаздывают")),
            ),
            surveys.Asked("scale", "Қазіргі бағыттар ыңғайлы ма?", "Удобны ли нынешние маршруты?"),
            surveys.Asked("open", "Тағы не айтасыз?", "Что ещё скажете?"),
        ),
    )


def _surveys(
    cast: Cast, body: Body, staff: dict[str, Person], citizens: list[Person], now: dt.datetime, rng: Random
) -> None:
    today = cast.calendar.legal_day(now)
    for begun, closes_on in ((50, today - 15 * DAY), (3, today + 18 * DAY)):
        at = now - begun * DAY
        case = surveys.prepare(body=body, content=_content(closes_on), by=staff["officer-1"], now=at).case
        case = surveys.publish(case=case, by=staff["head"], now=at).case
        for number, person in enumerate(citizens):
            chosen = {
                1: [rng.choice((1, 1, 1, 2, 2, 3, 3, 3))],
                2: rng.sample((1, 2, 3), rng.randrange(0, 3)),
                3: [rng.choice((1, 2, 2, 3, 3, 4, 5))],
            }
            texts = {4: TEXTS[number // 9 % len(TEXTS)] if number % 9 == 0 else ""}
            language = "kk" if number < 24 else "ru"
            surveys.answer(survey=case.survey, chosen=chosen, texts=texts, language=language, by=person, now=at + DAY)
        if closes_on < today:
            over = now - 14 * DAY
            case = surveys.close(case=case, by=None, now=over).case
            surveys.report(
                case=case,
                text_kk="Кешкі бағыт қосылады, кесте бір айда жаңарады.",
                text_ru="Добавим вечерний рейс, расписание обновим за месяц.",
                by=staff["head"],
                now=now - 6 * DAY,
            )
