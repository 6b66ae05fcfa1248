"""An invented oblast's reports in the form of the official ones: own words, own figures, and some faults to find.

The files in `sample/` are what `files()` gives; a test compares them. Two of its districts have a whole report each.
Faults: February 2025 is missing; in April 2025 a group's total is 1,234,000 thousand too much; economic classes have no
approved amounts; in May 2025 the functional cut lacks 77,000 thousand; totals of net lending and financing have zeros
for obligations, as real reports do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from random import Random

FOLDER = "sample"
NAMES = ("full", "functional", "administrative", "economic")
DISTRICTS = {"synaq": ("993200000", 9), "mysal": ("991000000", 23)}
"""File word -> KATO code, and its amounts in percent of the oblast's."""
DISTRICT_MONTHS = tuple((2025, month) for month in range(1, 6))
MONTHS = tuple((2024, month) for month in range(1, 13)) + ((2025, 1), (2025, 3), (2025, 4), (2025, 5))
COLUMNS = ("id", "code", "name", "utv", "utch", "plg", "plgp", "plgo", "sumrg", "obz", "obzsumrg", "plgpsumrg",
           "plgsumrg", "level", "isLeaf", "loaded", "expanded", "parentCode", "parent_id", "month")  # fmt: skip

Spent = dict[str, list[int]]
GROUPS: tuple[tuple[str, str, tuple[tuple[str, str, tuple[tuple[str, str, int], ...]], ...]], ...] = (
    ("81", "Примерное управление", (
        ("1", "Канцелярии Улги", (("901", "Аппарат выдуманного акима", 4_210_000),
                                  ("902", "Примерный маслихат", 380_000))),
        ("9", "Прочее примерное управление", (("903", "Улгинское управление счетов", 1_120_500),)),
    )),
    ("82", "Примерные школы", (
        ("1", "Сады для малышей Улги", (("904", "Управление примерных школ", 21_400_000),)),
        ("2", "Уроки и кружки", (("904", "Управление примерных школ", 63_250_000),
                                 ("905", "Управление выдуманных строек", 12_800_000))),
    )),
    ("83", "Примерное здоровье", (
        ("1", "Поликлиники Улги", (("906", "Управление примерного здоровья", 9_730_000),
                                   ("905", "Управление выдуманных строек", 3_150_000))),
    )),
    ("84", "Дороги и вода Улги", (
        ("1", "Дороги к Мысалу", (("907", "Управление выдуманных дорог", 18_900_000),)),
        ("2", "Вода для Сынака", (("908", "Улгинское управление воды", 11_640_000),
                                  ("905", "Управление выдуманных строек", 2_450_000))),
    )),
    ("85", "Примерная забота", (
        ("1", "Помощь семьям Улги", (("909", "Управление примерной заботы", 8_060_000),)),
    )),
)  # fmt: skip
DEBT = (
    ("86", "Обслуживание долга", (("1", "Примерные проценты", (("901", "Аппарат выдуманного акима", 1_300_000),)),)),
)
"""In reports of districts alone: a function that is a duty by contract."""
REVENUE = (
    ("1", "НАЛОГОВЫЕ ПОСТУПЛЕНИЯ", "Примерные налоги", (("1", "Выдуманный доходный сбор", 39_000_000),
                                                        ("4", "Сбор с Hивы и сада", 6_200_000))),
    ("2", "НЕНАЛОГОВЫЕ ПОСТУПЛЕНИЯ", "Примерные неналоговые", (("1", "Аренда выдуманных домов", 1_400_000),)),
    ("4", "ПОСТУПЛЕНИЯ ТРАНСФЕРТОВ", "Примерные трансферты", (("2", "Трансферты Улги", 109_000_000),)),
)  # fmt: skip
ECONOMIC = (("1", "Текущие примеры", 0.71), ("2", "Капитальные примеры", 0.25), ("3", "Примерные кредиты", 0.04))


class _Row:
    """A row with its eight amounts in thousandths of a thousand: whole tenge."""

    def __init__(self, code: str, name: str, amounts: list[int] | None = None, sign: int = 1) -> None:
        self.code, self.name, self.sign = code, name, sign
        self.amounts = amounts or [0] * 8
        self.children: list[_Row] = []

    def of(self, *children: _Row) -> _Row:
        """With rows under it, which make its amounts."""
        self.children = list(children)
        self.amounts = [sum(child.sign * child.amounts[at] for child in children) for at in range(8)]
        return self


def _spent(yearly: int, month: int, chance: Random) -> list[int]:
    approved = yearly * 1_000
    revised = approved + (approved // 20 if month >= 4 else 0)
    adjusted = revised + (approved // 100 if month >= 7 else 0)
    share = month / 12 * (0.94 + 0.06 * month / 12)
    planned = int(adjusted * share) // 100_000 * 100_000
    paid = planned - int(planned * 0.03 * chance.random()) // 1_000 * 1_000 - chance.randrange(1_000)
    obligations = min(adjusted, paid + int((adjusted - paid) * 0.3))
    return [approved, revised, adjusted, planned, adjusted, paid, obligations, obligations - paid]


def _taken(yearly: int, month: int, chance: Random) -> list[int]:
    planned = yearly * 1_000 * month // 12 // 1_000 * 1_000
    paid = planned + int(planned * 0.04 * (chance.random() - 0.4))
    return [yearly * 1_000] * 3 + [planned, 0, paid, 0, 0]


def _month(year: int, month: int, district: str = "") -> list[_Row]:
    """The sections of one month. The same month is always the same."""
    percent = DISTRICTS[district][1] if district else 100

    def amounts(make: Callable[[int, int, Random], list[int]], name: str, yearly: int) -> list[int]:
        grown = yearly * (100 + 7 * (year - 2024)) // 100 * percent // 100
        return make(grown, month, Random(f"{district}{year} {name}"))

    def called(body: str) -> str:
        return body.replace("Управление", "Отдел").replace("управление", "отдел") if district else body

    one = _Row("1", "I. ДОХОДЫ").of(
        *(
            _Row("", heading).of(
                _Row(code, title).of(*(_Row(sub, name, amounts(_taken, name, yearly)) for sub, name, yearly in classes))
            )
            for code, heading, title, classes in REVENUE
        )
    )
    two = _Row("2", "II. ЗАТРАТЫ").of(
        *(
            _Row(code, name).of(
                *(
                    _Row(sub, title).of(
                        *(
                            _Row(who, called(body), amounts(_spent, name + title + who, yearly))
                            for who, body, yearly in bodies
                        )
                    )
                    for sub, title, bodies in subgroups
                )
            )
            for code, name, subgroups in (GROUPS + DEBT if district else GROUPS)
        )
    )
    lent, back = amounts(_spent, "lent", 2_600_000), amounts(_taken, "back", 900_000)
    three = _Row("3", "III. ЧИСТОЕ БЮДЖЕТНОЕ КРЕДИТОВАНИЕ").of(
        _Row("", "БЮДЖЕТНЫЕ КРЕДИТЫ").of(_Row("85", "Примерная забота", lent)),
        _Row("", "ПОГАШЕНИЕ БЮДЖЕТНЫХ КРЕДИТОВ", sign=-1).of(_Row("5", "Возврат примерных кредитов", back)),
    )
    four = _Row("4", "IV. САЛЬДО ПО ОПЕРАЦИЯМ С ФИНАНСОВЫМИ АКТИВАМИ").of(
        _Row("", "ПРИОБРЕТЕНИЕ ФИНАНСОВЫХ АКТИВОВ").of(
            _Row("84", "Дороги и вода Улги", amounts(_spent, "bought", 700_000))
        )
    )
    five = _Row("5", "V. ДЕФИЦИТ (ПРОФИЦИТ) БЮДЖЕТА")
    five.amounts = [a - b - c - d for a, b, c, d in zip(one.amounts, two.amounts, three.amounts, four.amounts,
                                                         strict=True)]  # fmt: skip
    six = _Row("6", "VI. НЕНЕФТЯНОЙ ДЕФИЦИТ (ПРОФИЦИТ) БЮДЖЕТА")
    taken, repaid = amounts(_taken, "taken", 4_000_000), amounts(_spent, "repaid", 1_100_000)
    seven = _Row("7", "VII. ФИНАНСИРОВАНИЕ ДЕФИЦИТА (ИСПОЛЬЗОВАНИЕ ПРОФИЦИТА) БЮДЖЕТА").of(
        _Row("", "ПОСТУПЛЕНИЕ ЗАЙМОВ").of(_Row("7", "Примерные займы", taken)),
        _Row("", "ПОГАШЕНИЕ ЗАЙМОВ", sign=-1).of(_Row("16", "Возврат примерных займов", repaid)),
    )
    used, start, end = (_Row("", name) for name in (
        "ИСПОЛЬЗУЕМЫЕ ОСТАТКИ БЮДЖЕТНЫХ СРЕДСТВ", "Остатки бюджетных средств на начало финансового года",
        "Остатки бюджетных средств на конец отчетного периода"))  # fmt: skip
    used.amounts = [-deficit - loans for deficit, loans in zip(five.amounts, seven.amounts, strict=True)]
    seven.amounts = [-deficit for deficit in five.amounts]
    start.amounts[5] = max(used.amounts[5], 0) + 5_000_000_000
    end.amounts[5] = start.amounts[5] - used.amounts[5]
    for net in (three, four, five, six, seven, used):
        net.amounts = [0 if at in (4, 6, 7) else amount for at, amount in enumerate(net.amounts)]
    return [one, two, three, four, five, six, seven, used, start, end]


def _faulty(year: int, month: int, rows: list[_Row]) -> list[_Row]:
    if (year, month) == (2025, 4):
        rows[1].children[1].amounts[5] += 1_234_000_000
        rows[1].children[1].amounts[7] -= 1_234_000_000
    return rows


def _total(rows: list[_Row]) -> list[int]:
    """What is paid out: II, loans given, assets bought, loans repaid."""
    parts = [rows[1], rows[2].children[0], rows[3].children[0], rows[6].children[1]]
    return [sum(part.amounts[at] for part in parts) for at in range(8)]


def _cut(name: str, year: int, month: int) -> list[_Row]:
    rows = _month(year, month)
    if name == "full":
        return _faulty(year, month, rows)
    total = _Row("0", "Итого", _total(rows))
    leaves: dict[str, _Row] = {}
    if name == "economic":
        left = total.amounts
        for code, title, share in ECONOMIC[1:]:
            leaves[code] = _Row(code, title, [int(amount * share) for amount in total.amounts])
        rest = [whole - sum(row.amounts[at] for row in leaves.values()) for at, whole in enumerate(left)]
        found = [_Row(*ECONOMIC[0][:2], rest), *leaves.values()]
        for row in found:
            row.amounts[0] = 0
        return [total, *found]
    top = [(group, None) for group in rows[1].children]
    top += [(row, None) for row in (rows[2].children[0].children[0], rows[3].children[0].children[0],
                                    rows[6].children[1].children[0])]  # fmt: skip
    for group, _none in top:
        units = [group]
        if name == "administrative":
            units = [leaf for sub in group.children for leaf in sub.children] or [
                _Row("909", "Управление примерной заботы", group.amounts)
            ]
        for unit in units:
            known = leaves.setdefault(unit.code, _Row(unit.code, unit.name))
            known.amounts = [a + b for a, b in zip(known.amounts, unit.amounts, strict=True)]
    if name == "functional" and (year, month) == (2025, 5):
        for row in (total, leaves["82"]):
            row.amounts[5] -= 77_000_000
            row.amounts[7] += 77_000_000
    return [total, *(leaves[code] for code in sorted(leaves))]


def _cells(rows: list[_Row], year: int, month: int) -> Iterator[list[str]]:
    count = 0

    def walk(row: _Row, level: int, parent: tuple[str, int] | None) -> Iterator[list[str]]:
        nonlocal count
        count += 1
        own = count
        paid, plan, whole = row.amounts[5], row.amounts[3], row.amounts[2]
        shares = [paid / plan * 100 if plan else 0.0, paid / whole * 100 if whole else 0.0]
        code = f"{row.code}.0" if row.code else ""
        yield [str(own), code, row.name, *(_thousand(amount) for amount in row.amounts), *map(repr, shares),
               str(level), str(not row.children and not row.code), "True", "False",
               parent[0] if parent else "", f"{parent[1]}.0" if parent else "", f"{month:02d}.{year}"]  # fmt: skip
        for child in row.children:
            yield from walk(child, level + 1, (code, own))

    for row in rows:
        yield from walk(row, 0, None)


def _thousand(tenge: int) -> str:
    sign, plain = "-" if tenge < 0 else "", abs(tenge)
    return f"{sign}{plain // 1000}.{plain % 1000:03d}".rstrip("0").removesuffix(".") + (
        ".0" if plain % 1000 == 0 else ""
    )


def text(name: str) -> str:
    """One file: full, functional, administrative or economic."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    flat = {"parentCode", "parent_id"} if name != "full" else set()
    kept = [at for at, column in enumerate(COLUMNS) if column not in flat]
    writer.writerow([COLUMNS[at] for at in kept])
    for year, month in MONTHS:
        for cells in _cells(_cut(name, year, month), year, month):
            writer.writerow([cells[at] for at in kept])
    return out.getvalue()


def district(name: str) -> str:
    """The whole report of a district."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for year, month in DISTRICT_MONTHS:
        writer.writerows(_cells(_month(year, month, name), year, month))
    return out.getvalue()


def files() -> dict[str, str]:
    """All files of the extract: name in `sample/` -> text."""
    return {f"ulgi_{name}.csv": text(name) for name in NAMES} | {
        f"{name}_full.csv": district(name) for name in DISTRICTS
    }
