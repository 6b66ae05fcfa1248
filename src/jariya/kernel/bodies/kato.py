"""Importer for the whole official classifier of administrative objects (KATO), about 22,700 rows.

The Bureau of National Statistics publishes it as a sheet with the columns `te, ab, cd, ef, hij, k, name_kaz, name_rus,
nn`. `te` is the code of nine digits AB CD EF HIJ: oblast, district or city, rural district, settlement; `k` and `nn`
are not needed. The file is read as it is published (XLSX, older ones XLS; titles above the names of the columns do no
harm) or as CSV. Territories that are already there keep their level; a name is changed only where the proper
name of the classifier differs. Nothing is deleted: what the sheet does not hold stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from jariya.kernel.bodies import derive
from jariya.kernel.bodies.models import Body, BodyKind, Level, Region, RegionKind, RegionLevel
from jariya.kernel.bodies.models.region import INVENTED_CODES
from jariya.kernel.bodies.sheets import Report, read
from jariya.kernel.language.scripts import slugify

_HEADERS = {
    "te": ("te", "kato", "code", "код"),
    "ab": ("ab",), "cd": ("cd",), "ef": ("ef",), "hij": ("hij",), "k": ("k",), "nn": ("nn",),
    "kk": ("name_kaz", "kaz_name", "name_kk", "namekaz", "kaz"),
    "ru": ("name_rus", "rus_name", "name_ru", "namerus", "rus"),
}  # fmt: skip
COLUMNS = {header: name for name, headers in _HEADERS.items() for header in headers}
REPUBLICAN_CITIES = ("71", "75", "79")
BATCH = 500

# Abbreviations of the sheet, longest first: kind, the word that stands for it in a full name (Kazakh after the proper
# name; Russian before it, or after it where the name is an adjective).
_KK = (
    ("а.о.", RegionKind.RURAL_DISTRICT, "ауылдық округі"),
    ("қ.ә.", RegionKind.CITY, "қаласы"),
    ("к.ә.", RegionKind.TOWN, "кенті"),
    ("қ.", RegionKind.CITY, "қаласы"),
    ("к.", RegionKind.TOWN, "кенті"),
    ("а.", RegionKind.VILLAGE, "ауылы"),
)
_RU = (
    ("с.о.", RegionKind.RURAL_DISTRICT, "{} сельский округ"),
    ("г.а.", RegionKind.CITY, "город {}"),
    ("п.а.", RegionKind.TOWN, "посёлок {}"),
    ("г.", RegionKind.CITY, "город {}"),
    ("п.", RegionKind.TOWN, "посёлок {}"),
    ("с.", RegionKind.VILLAGE, "село {}"),
    ("а.", RegionKind.VILLAGE, "аул {}"),
)
# Full words of the sheet: kind by the word, cut off for the proper name.
_WORDS = (
    (RegionKind.OBLAST, ("облысы", "область")),
    (RegionKind.DISTRICT, ("ауданы", "район")),
    (RegionKind.RURAL_DISTRICT, ("ауылдық округі", "сельский округ")),
    (RegionKind.CITY, ("қаласы", "город")),
    (RegionKind.TOWN, ("кенті", "поселок", "посёлок")),
    (RegionKind.VILLAGE, ("ауылы", "село", "аул")),
)


@dataclass(frozen=True)
class Territory:
    """What a cell says about a territory: its proper name, full name and kind (None where the cell does not tell)."""

    short: str
    full: str
    kind: RegionKind | None


def territory(text: str, lang: str) -> Territory:
    """Read a name of the sheet in "kk" or "ru": `Абралы а.о.` is the rural district Абралы, `с.Акшабай` a village."""
    low = text.lower()
    for mark, kind, word in _KK if lang == "kk" else _RU:
        if low.endswith((" " + mark, mark)) and len(text) > len(mark) and low[-len(mark) - 1] in " .":
            short = text[: -len(mark)].strip()
        elif low.startswith(mark):
            short = text[len(mark) :].strip()
        else:
            continue
        return Territory(short, f"{short} {word}" if lang == "kk" else word.format(short), kind)
    for kind, words in _WORDS:
        for word in words:
            if low.endswith(" " + word) or low.startswith(word + " "):
                short = re.sub(rf"^{word} | {word}$", "", text, flags=re.IGNORECASE)
                return Territory(short, text, kind)
    return Territory(text, text, None)


def ancestors(code: str) -> list[str]:
    """Codes that may stand above a code, the nearest first: 103233100 -> 103233000, 103200000, 100000000."""
    above = [code[:cut] + "0" * (9 - cut) for cut in (6, 4, 2)]
    return [other for other in dict.fromkeys(above) if other != code]


def level_of(code: str) -> RegionLevel:
    """The level that the digits of a code give: AB, CD, EF, HIJ from the left."""
    if code[2:] == "0000000":
        return RegionLevel.REGION
    if code[4:] == "00000" or (code[:2] in REPUBLICAN_CITIES and code[6:] == "000"):
        return RegionLevel.DISTRICT
    return RegionLevel.RURAL_DISTRICT if code[6:] == "000" else RegionLevel.SETTLEMENT


def load(
    content: bytes,
    *,
    source: str,
    dry_run: bool = False,
    encoding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Bring the classifier into the registry of territories; `source` names the edition of the sheet.

    In a dry run nothing is written. One transaction: a killed import leaves everything as it was, and running it again
    changes nothing more. `progress(done, total)` counts rows.
    """
    report = Report(dry_run=dry_run)
    rows = read(content, report, columns=COLUMNS, needed=("te", "ru"), encoding=encoding, strict=False)
    wanted = _checked(rows, report)
    there = {row.code: row for row in Region.objects.filter(invented=False)}
    known = {*there, *wanted}
    with transaction.atomic():
        # A parent's code is always smaller than its parts' codes of the same branch, so levels go in order.
        done = 0
        by_depth: dict[int, list[str]] = {}
        for code in sorted(wanted):
            by_depth.setdefault(len(code.rstrip("0")), []).append(code)
        for _depth, codes in sorted(by_depth.items()):
            new: list[Region] = []
            changed: list[Region] = []
            for code in codes:
                line, kk, ru = wanted[code]
                parent = next((other for other in ancestors(code) if other in known), None)
                if parent is None and level_of(code) != RegionLevel.REGION:
                    report.refuse(line, "te", code, "kato.no_parent")
                    known.discard(code)
                    continue
                old = there.get(code)
                if old is None:
                    new.append(_region(code, kk, ru, there[parent] if parent else None, source))
                    there[code] = new[-1]
                elif _correct(old, kk, ru, source):
                    changed.append(old)
                else:
                    report.same += 1
            report.added += len(new)
            report.changed += len(changed)
            if not dry_run:
                Region.objects.bulk_create(new, batch_size=BATCH)
                Region.objects.bulk_update(changed, [*_NAMES, "source", "edited", *derive.REGION_COLUMNS], BATCH)
            done += len(codes)
            if progress:
                progress(done, len(wanted))
    return report


_NAMES = ("name_kk", "name_ru", "short_kk", "short_ru")


def _checked(rows: list[tuple[int, dict[str, str]]], report: Report) -> dict[str, tuple[int, str, str]]:
    wanted: dict[str, tuple[int, str, str]] = {}
    for line, row in rows:
        code = row.get("te", "")
        if not re.fullmatch(r"[1-9][0-9]{8}", code) or code.startswith(INVENTED_CODES):
            report.refuse(line, "te", code, "kato.code")
        elif all(row.get(part) for part in ("ab", "cd", "ef", "hij")) and code != (
            row["ab"].zfill(2) + row["cd"].zfill(2) + row["ef"].zfill(2) + row["hij"].zfill(3)
        ):
            report.refuse(line, "te", code, "kato.parts")
        elif code in wanted:
            report.refuse(line, "te", code, "sheet.row_twice")
        elif not row.get("ru") and not row.get("kk"):
            report.refuse(line, "name_rus", "", "row.name")
        else:
            wanted[code] = (line, row.get("kk", ""), row.get("ru", ""))
    return wanted


def _region(code: str, kk: str, ru: str, parent: Region | None, source: str) -> Region:
    names = {lang: territory(text, lang) for lang, text in (("kk", kk), ("ru", ru)) if text}
    kinds = [name.kind for name in (names.get("ru"), names.get("kk")) if name and name.kind]
    level = level_of(code)
    kind = kinds[0] if kinds else RegionKind.OTHER
    if level == RegionLevel.REGION:
        kind = RegionKind.REPUBLICAN_CITY if code[:2] in REPUBLICAN_CITIES else RegionKind.OBLAST
    elif level == RegionLevel.DISTRICT and code[:2] in REPUBLICAN_CITIES:
        kind = RegionKind.CITY_DISTRICT
    row = Region(code=code, level=level, kind=kind, parent=parent, source=source, edited=True)
    row.source_needed = ["name_en", "valid_from", *(f"name_{lang}" for lang in ("kk", "ru") if lang not in names)]
    for lang, name in names.items():
        setattr(row, f"name_{lang}", name.full[:500])
        setattr(row, f"short_{lang}", name.short[:200])
    return derive.region(row)


def _correct(row: Region, kk: str, ru: str, source: str) -> bool:
    """Give a territory the classifier's names where the proper name differs; whether anything changed."""
    before = tuple(getattr(row, name) for name in _NAMES)
    for lang, text in (("kk", kk), ("ru", ru)):
        name = territory(text, lang)
        if text and name.short != getattr(row, f"short_{lang}"):
            setattr(row, f"short_{lang}", name.short[:200])
            setattr(row, f"name_{lang}", name.full[:500])
    if before == tuple(getattr(row, name) for name in _NAMES):
        return False
    row.source, row.edited = source, True
    derive.region(row)
    return True


def rural_akims(*, source: str, dry_run: bool = False) -> int:
    """Enter an akim's office for every real rural district and town of the classifier that has none; how many.

    The name is formed by rule from the territory's, so the official name and the office itself stay to be confirmed.
    """
    missing = Region.objects.filter(
        invented=False, level=RegionLevel.RURAL_DISTRICT, kind__in=(RegionKind.RURAL_DISTRICT, RegionKind.TOWN)
    ).exclude(bodies__kind=BodyKind.RURAL_AKIM)
    superior = {
        body.region_id: body for body in Body.objects.filter(kind=BodyKind.AKIMAT, level=Level.DISTRICT, invented=False)
    }
    new = []
    for region in missing.select_related("parent__parent__parent").order_by("code"):
        district = region.parent
        words = slugify(region.short_ru or region.short_kk or "", longest=50) or "rural"
        new.append(
            derive.body(
                Body(
                    # The code makes the address unique for ever; the words make it readable.
                    slug=f"akim-{words}-{region.code}",
                    kind=BodyKind.RURAL_AKIM,
                    level=Level.RURAL,
                    region=region,
                    parent=superior.get(district.pk) if district else None,
                    name_kk=f"{region.name_kk} әкімінің аппараты" if region.name_kk else None,
                    name_ru=f"Аппарат акима {_of(region.name_ru)}" if region.name_ru else None,
                    source=f"formed by rule from the territory's name; territory: {source}",
                    source_needed=["official_name", "existence", "name_en", "bin", "address", "head", "phone", "email"],
                )
            )
        )
    if not dry_run:
        Body.objects.bulk_create(new, batch_size=BATCH)
    return len(new)


def _of(name: str) -> str:
    """The Russian genitive of a full name: `Кегенский сельский округ` -> `Кегенского сельского округа`."""
    adjective = re.fullmatch(r"(.+[скцн])(?:ий|ый|ой) сельский округ", name)
    if adjective:
        return f"{adjective[1]}ого сельского округа"
    if name.endswith(" сельский округ"):
        return "сельского округа " + name.removesuffix(" сельский округ")
    return re.sub(r"^посёлок ", "посёлка ", name)
