"""Some three thousand more invented bodies for the full nation: districts of the invented oblast, by a pattern.

Their names carry a number and the word Үлгі, so that none can be taken for a real one; their codes begin with 99.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from jariya.kernel.bodies import derive
from jariya.kernel.bodies.models import Body, Post, Region
from jariya.project.invented import SINCE

SOURCE = "invented for the demonstration"
OBLAST = "990000000"
DISTRICTS = 75
RURAL = 20
TAKEN = {"32", "34", "36"}
"""Codes of the districts that the shipped files invent."""

Names = tuple[str, str, str]
OFFICES: dict[str, Names] = {
    "education": ("білім бөлімі", "отдел образования", "Education Office"),
    "health": ("денсаулық сақтау бөлімі", "отдел здравоохранения", "Health Office"),
    "roads": ("жолаушылар көлігі және автомобиль жолдары бөлімі",
              "отдел пассажирского транспорта и автомобильных дорог", "Roads and Transport Office"),
    "utilities": ("тұрғын үй-коммуналдық шаруашылық бөлімі", "отдел жилищно-коммунального хозяйства",
                  "Housing and Utilities Office"),
    "social": ("жұмыспен қамту және әлеуметтік бағдарламалар бөлімі", "отдел занятости и социальных программ",
               "Employment and Social Programmes Office"),
    "land": ("жер қатынастары бөлімі", "отдел земельных отношений", "Land Office"),
    "farming": ("ауыл шаруашылығы бөлімі", "отдел сельского хозяйства", "Agriculture Office"),
    "culture": ("мәдениет және спорт бөлімі", "отдел культуры и спорта", "Culture and Sport Office"),
    "building": ("сәулет және құрылыс бөлімі", "отдел архитектуры и строительства", "Architecture and Building Office"),
}  # fmt: skip
PLACES: dict[str, tuple[str, Names]] = {
    "polyclinic": ("institution", ("емханасы", "поликлиника", "Polyclinic")),
    "water": ("quasi_public", ("су арнасы", "водоканал", "Water Company")),
    "heat-utilities": ("quasi_public", ("жылу желілері", "тепловые сети", "Heating Networks")),
    "buses-roads": ("quasi_public", ("автобус паркі", "автобусный парк", "Bus Depot")),
    "school-education": ("institution", ("№ 1 мектебі", "школа № 1", "School No. 1")),
    "kindergarten-education": ("institution", ("№ 1 балабақшасы", "детский сад № 1", "Kindergarten No. 1")),
    "hospital-health": ("institution", ("орталық ауруханасы", "центральная больница", "Central Hospital")),
    "social-home": ("institution", ("әлеуметтік қызмет орталығы", "центр социального обслуживания", "Social Centre")),
}
POSTS: tuple[tuple[str, Names], ...] = (
    ("head", ("Басшы", "Руководитель", "Head")),
    ("officer", ("Өтініштермен жұмыс жөніндегі маман", "Специалист по работе с обращениями",
                 "Officer for Citizens’ Questions")),
)  # fmt: skip


@transaction.atomic
def make(districts: int = DISTRICTS, rural: int = RURAL) -> int:
    """Add the districts, their bodies and posts that are missing. Returns how many bodies were added."""
    oblast = Region.objects.get(code=OBLAST)
    existing = set(Body.objects.filter(invented=True).values_list("slug", flat=True))
    codes = [f"{number:02d}" for number in range(20, 100) if f"{number:02d}" not in TAKEN][:districts]
    regions = _regions(oblast, codes, rural)
    region_akimat = Body.objects.get(slug="akimat-ulgi-region")
    rows = [
        row
        for number, code in enumerate(codes, start=1)
        for row in _bodies(number, code, regions, rural)
        if row["slug"] not in existing
    ]
    tops = [_body({**row, "parent": region_akimat}) for row in rows if row["top"]]
    Body.objects.bulk_create(tops)
    akimats = {row.slug: row for row in Body.objects.filter(slug__endswith="-akimat", invented=True)}
    rest = [_body({**row, "parent": akimats[row["under"]]}) for row in rows if not row["top"]]
    Body.objects.bulk_create(rest, batch_size=1000)
    Post.objects.bulk_create(
        [
            Post(
                body=body,
                kind=kind,
                order=order,
                name_kk=names[0],
                name_ru=names[1],
                name_en=names[2],
                source=SOURCE,
            )
            for body in [*tops, *rest]
            for order, (kind, names) in enumerate(POSTS)
        ],
        batch_size=2000,
    )
    return len(rows)


def _regions(oblast: Region, codes: list[str], rural: int) -> dict[str, Region]:
    known = {row.code: row for row in Region.objects.filter(invented=True)}

    def region(code: str, parent: Region, level: str, kind: str, names: Names) -> Region:
        return derive.region(
            Region(
                code=code,
                parent=parent,
                level=level,
                kind=kind,
                name_kk=names[0],
                name_ru=names[1],
                name_en=names[2],
                invented=True,
                source=SOURCE,
            )
        )

    new = [
        region(f"99{code}00000", oblast, "district", "district",
               (f"Үлгі-{n} ауданы", f"район Улги-{n}", f"Ulgi-{n} District"))
        for n, code in enumerate(codes, start=1)
        if f"99{code}00000" not in known
    ]  # fmt: skip
    Region.objects.bulk_create(new)
    known |= {row.code: row for row in new}
    villages = [
        region(f"99{code}{number + 10:02d}000", known[f"99{code}00000"], "rural_district", "rural_district",
               (f"Үлгі-{n}-{number} ауылдық округі", f"сельский округ Улги-{n}-{number}",
                f"Ulgi-{n}-{number} Rural District"))
        for n, code in enumerate(codes, start=1)
        for number in range(1, rural + 1)
        if f"99{code}{number + 10:02d}000" not in known
    ]  # fmt: skip
    Region.objects.bulk_create(villages, batch_size=1000)
    return known | {row.code: row for row in villages}


def _bodies(n: int, code: str, regions: dict[str, Region], rural: int) -> Iterator[dict[str, Any]]:
    district = regions[f"99{code}00000"]
    kk, ru, en = f"Үлгі-{n} ауданының", f"района Улги-{n}", f"of Ulgi-{n} District"
    akimat = f"ulgi-{n}-akimat"

    def row(slug: str, kind: str, names: Names, *, level: str = "district", region: Region = district,
            top: bool = False) -> dict[str, Any]:  # fmt: skip
        return {"slug": slug, "kind": kind, "level": level, "region": region, "names": names, "top": top,
                "under": akimat}  # fmt: skip

    yield row(akimat, "akimat", (f"{kk} әкімдігі", f"Акимат {ru}", f"Akimat {en}"), top=True)
    yield row(f"ulgi-{n}-maslikhat", "maslikhat", (f"{kk} мәслихаты", f"Маслихат {ru}", f"Maslikhat {en}"), top=True)
    for key, (in_kk, in_ru, in_en) in OFFICES.items():
        yield row(f"ulgi-{n}-{key}", "local_office",
                  (f"{kk} {in_kk}", f"{in_ru.capitalize()} {ru}", f"{in_en} {en}"))  # fmt: skip
    for key, (kind, (in_kk, in_ru, in_en)) in PLACES.items():
        yield row(f"ulgi-{n}-{key}", kind, (f"{kk} {in_kk}", f"{in_ru.capitalize()} {ru}", f"{in_en} {en}"))
    for number in range(1, rural + 1):
        place = regions[f"99{code}{number + 10:02d}000"]
        yield row(
            f"ulgi-{n}-rural-{number}",
            "rural_akim",
            (
                f"Үлгі-{n}-{number} ауылдық округі әкімінің аппараты",
                f"Аппарат акима сельского округа Улги-{n}-{number}",
                f"Office of the Akim of Ulgi-{n}-{number} Rural District",
            ),
            level="rural",
            region=place,
        )


def _body(row: dict[str, Any]) -> Body:
    names: Names = row["names"]
    return derive.body(
        Body(
            slug=row["slug"],
            kind=row["kind"],
            level=row["level"],
            region=row["region"],
            parent=row["parent"],
            name_kk=names[0],
            name_ru=names[1],
            name_en=names[2],
            valid_from=SINCE,
            source=SOURCE,
            invented=True,
            connected=True,
        )
    )
