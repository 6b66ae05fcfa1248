"""The small nation's share: invented sets of the invented ministry and oblast, plans, requests for data. All acted."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.discussion import actions as discussion
from jariya.kernel.discussion.models import Comment
from jariya.kernel.files import vault
from jariya.kernel.files.models import Area, File
from jariya.kernel.people.models import Person, Role
from jariya.portals.opendata import actions
from jariya.portals.opendata.actions import Content, Note, Words
from jariya.portals.opendata.description import Description
from jariya.portals.opendata.models import DataSet, Resource, ResourceKind
from jariya.portals.opendata.own.making import Maker, maker
from jariya.portals.opendata.planning import actions as planning
from jariya.portals.opendata.planning.actions import Planned
from jariya.portals.opendata.simulate.inventing import Invented, all_sets, prepare, table
from jariya.portals.opendata.wanted import actions as wanting

BODIES = ("akimat-ulgi-region", "ulgi-ministry")
NO_NOTE = Note()
DAY = dt.timedelta(days=1)
AGO = {"daily": 0.4, "weekly": 4, "monthly": 20, "quarterly": 60, "half_yearly": 120, "yearly": 200}
"""Days since the last version, by how often a set is renewed: its body is in time."""
PLANNED = (
    ("Жаяу жүргіншілер өткелдері", "Пешеходные переходы", "quarterly", -120),
    ("Су құбырындағы апаттар", "Аварии на водопроводе", "monthly", -45),
    ("Балалар алаңдары", "Детские площадки", "yearly", -40),
    ("Қоғамдық дәретханалар", "Общественные туалеты", "yearly", -20),
    ("Мемлекеттік органдардың көліктері", "Автомобили государственных органов", "half_yearly", -100),
    ("Қар тазалау кестесі", "График уборки снега", "monthly", -10),
)
"""Items without a set yet: words, frequency, day zero as days from today; the first two are overdue."""
ASKED = (
    ("Жаяу жүргіншілер өткелдерінің орны", "Балалардың мектепке қауіпсіз жолын салу үшін керек.", "kk", "plan"),
    ("Остановки с навесами", "Хотим сделать карту для пожилых людей.", "ru", "exists"),
    ("Жолдардағы шұңқырлар туралы өтініштер", "Көше бойынша, айлар бойынша.", "kk", ""),
    ("Списки очередников на жильё", "С именами и адресами.", "ru", "decline"),
    ("Қоқыс полигондарының көлемі", "Экология сабағында қолданамыз.", "kk", ""),
    ("Расписание приёма врачей", "В машиночитаемом виде, по поликлиникам.", "ru", ""),
)
"""Requests: title, text, language, what the body did."""


def make(*, now: dt.datetime, seed: int) -> int:
    """Make sets, plans and requests. Returns how many sets; what is there is left.

    Nothing of it takes a signature or a mail: a nation of forty sets is there in seconds.
    """
    if DataSet.objects.filter(slug=all_sets()[0].slug).exists():
        return 0
    found = {body.slug: body for body in Body.objects.filter(invented=True, slug__in=BODIES)}
    bodies = [found[slug] for slug in BODIES if slug in found]
    if not bodies:
        return 0
    rng = Random(seed)
    places = [(row.code, row.name("kk").text) for row in Region.objects.filter(invented=True).order_by("code")]
    with maker() as made:
        prepare(made.con, seed=seed, places=places or [("000000000", "Үлгі")])
        for number, one in enumerate(all_sets()):
            _set(made, one, bodies[number % len(bodies)], now - AGO.get(one.frequency, 150) * DAY, number)
    _plans(bodies, now)
    _requests(bodies[0], now, rng)
    return len(all_sets())


def _set(made: Maker, one: Invented, body: Body, at: dt.datetime, number: int) -> None:
    texts: dict[str, Any] = {f"title_{lang}": text for lang, text in one.title.items()}
    texts |= {f"text_{lang}": text for lang, text in one.text.items()}
    said = Description(
        **texts,
        licence="CC-BY-4.0",
        themes=(one.theme,),
        tags=("Үлгі", one.theme.lower()),
        frequency=one.frequency,
        region=body.region_id,
        period_from=dt.date(2024, 1, 1),
        contact=f"data@{body.slug}.example",
    )
    case = actions.prepare(body=body, description=said, slug=one.slug, by=None, now=at).case
    words = Words(
        title_kk=one.title["kk"],
        title_ru=one.title["ru"],
        title_en=one.title["en"],
        columns={field.name: dict(field.words) for field in one.fields},
        row_key=(one.fields[0].name,) if one.fields[0].type == "text" and one.fields[0].name != "kind" else (),
    )
    resource = actions.add_resource(case=case, kind=ResourceKind.TABLE, words=words, by=None, now=at)
    _version(made, one, resource, at, 0)
    if number % 5 == 0:
        # Some have a past, for the page of versions and differences.
        note = Note("Жаңа жолдар қосылды.", "Добавлены новые строки.", "New rows were added.")
        _version(made, one, resource, at + AGO.get(one.frequency, 150) / 3 * DAY, 12, note)


def _version(made: Maker, one: Invented, resource: Resource, at: dt.datetime, more: int, note: Note = NO_NOTE) -> None:
    done, held = table(made, one, more=more)
    vault.put(held.digest, Area.OPEN, [held.data])
    file, _new = File.objects.get_or_create(
        digest=held.digest,
        area=Area.OPEN,
        defaults={"size": len(held.data), "at": at, "state": "ready", "kind": "csv", "media_type": "text/csv"},
    )
    content = Content(
        sha256=held.digest,
        size=len(held.data),
        file=file,
        file_name=f"{one.slug}.csv",
        parquet=done.parquet,
        rows=done.rows,
        report=done.report,
        difference={"added": more, "removed": 0, "changed": 0} if more else None,
    )
    actions.publish_version(resource=resource, content=content, by=None, now=at, note=note)


def _plans(bodies: list[Body], now: dt.datetime) -> None:
    """Each published set stands in its body's plan; some items have no set yet, and two of them are overdue."""
    for row in DataSet.objects.filter(case__body__in=bodies, harvested=None).select_related("case__body")[:8]:
        at, body = row.published_at, row.case.body
        officer = _officer(body, at - DAY) if at else None
        if row.frequency in ("irregular", "never") or officer is None or at is None:
            continue
        said = Planned(row.title_kk, row.title_ru, row.frequency, at.date(), title_en=row.title_en)
        case = planning.plan(body=body, planned=said, by=officer, now=at - DAY).case
        planning.link(case=case, data_set=row, by=officer, now=at)
    for number, (kk, ru, frequency, days) in enumerate(PLANNED):
        body, at = bodies[number % len(bodies)], now + days * DAY
        if (officer := _officer(body, at)) is not None:
            said = Planned(kk, ru, frequency, at.date(), number=f"{number + 1}")
            planning.plan(body=body, planned=said, by=officer, now=at)


def _officer(body: Body, at: dt.datetime) -> Person | None:
    """Who kept the plan of a body then."""
    rows = Role.objects.filter(body=body, kind__in=("officer", "head"), since__lte=at.date())
    row = rows.exclude(until__lt=at.date()).select_related("person").order_by("-kind", "pk").first()
    return row.person if row else None


def _requests(body: Body, now: dt.datetime, rng: Random) -> None:
    citizens = list(Person.objects.filter(invented=True, staff=False).order_by("pk")[:24])
    if len(citizens) < 8 or not body.connected:
        return
    for number, (title, text, language, done) in enumerate(ASKED):
        at = now - (30 - 4 * number) * DAY
        author = citizens[number]
        case = wanting.ask(
            body=body, title=title, text=text, language=language, by=author, identity="phone", now=at, confirmed=True
        ).case
        comment = Comment.objects.get(wanted__case=case)
        officer = _officer(body, at + 3 * DAY)
        for person in rng.sample([one for one in citizens if one != author], rng.randint(1, 7)):
            discussion.support(comment=comment, by=person, now=at + dt.timedelta(hours=rng.randint(1, 60)))
        answer: dict[str, Any] = {"by": officer, "identity": "staff", "now": at + 3 * DAY}
        if officer is None:
            continue
        if done == "plan":
            said = Planned(title, "Места пешеходных переходов", "quarterly", (at + 3 * DAY).date())
            wanting.plan(case=case, planned=said, text="Тоқсан сайын жариялаймыз.", **answer)
        elif done == "exists":
            stops = DataSet.objects.filter(slug="ulgi-bus-stops").first()
            wanting.exists(case=case, data_set=stops, text="Они уже здесь.", **answer)
        elif done == "decline":
            wanting.decline(case=case, text="Имена и адреса – персональные данные.", **answer)
    discussion.count_supports()
