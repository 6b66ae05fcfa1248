"""The sections of a budget: how they are called, what sign their parts have, how they make one another. Pure.

Code of the budget, form of the execution report: V = I - II - III - IV and VII = -V. Net lending is what is lent less
what is paid back; net financial assets what is bought less what is sold; financing is loans taken less loans repaid,
with the balances used. The numerals change between editions of the form (financing was VI until the non-oil deficit
got a line of its own), so sections are known by their words first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jariya.kernel.language.catalogues import N_
from jariya.portals.budgets.reading.names import searchable


@dataclass(frozen=True)
class Section:
    """A section or a heading under one. `starts`: beginnings of words that all stand in the name, by language."""

    key: str
    title: str
    starts: tuple[tuple[str, ...], ...]
    sign: int = 1
    """How it counts in the section above it."""
    without: tuple[str, ...] = ()


TOP = (
    Section("VII", N_("Financing of the deficit"), (("финансирован", "дефицит"), ("тапшылыгын", "каржыландыру"))),
    Section("VI", N_("Non-oil deficit (surplus)"), (("ненефтян",), ("мунайга", "емес"))),
    Section("V", N_("Deficit (surplus)"), (("дефицит",), ("тапшылыгы",)), without=("финансирован", "ненефтян")),
    Section("IV", N_("Balance of operations with financial assets"), (("сальдо", "актив"), ("активтер", "сальдо"))),
    Section("III", N_("Net lending"), (("чистое", "кредитован"), ("таза", "кредит"))),
    Section("II", N_("Expenditure"), (("затраты",), ("шыгындар",))),
    Section("I", N_("Revenue"), (("доходы",), ("киристер",), ("табыстар",))),
    Section("used", N_("Balances used"), (("используем", "остатк"), ("пайдаланылатын", "калдык"))),
    Section("start", N_("Balances at the start of the year"), (("остатк", "начало"), ("калдык", "басында"))),
    Section("end", N_("Balances at the end of the period"), (("остатк", "конец"), ("калдык", "соңында"))),
    Section("memo", N_("For information: balances"), (("справочно",), ("аныктама",))),
    Section("memo-external", N_("Of them, by external loans"), (("внешних", "займов"), ("сырткы", "карыз"))),
)
HEADINGS: dict[str, tuple[Section, ...]] = {
    "I": (
        Section("1", N_("Taxes"), (("налоговые",), ("салыктык", "тусим"))),
        Section("2", N_("Revenue other than taxes"), (("неналоговые",), ("салыктык", "емес"))),
        Section("3", N_("Sale of fixed capital"), (("продажи", "капитала"), ("негизги", "капитал"))),
        Section("4", N_("Transfers received"), (("трансфертов",), ("трансферттер",))),
    ),
    "III": (
        Section("2", N_("Loans paid back to the budget"), (("погашение", "кредит"), ("кредиттерди", "отеу")), -1),
        Section("1", N_("Loans given from the budget"), (("бюджетн", "кредит"), ("бюджеттик", "кредит"))),
    ),
    "IV": (
        Section("1", N_("Financial assets bought"), (("приобретение", "актив"), ("активтер", "сатып"))),
        Section("2", N_("Financial assets sold"), (("продажи", "актив"), ("активтер", "сатудан")), -1),
    ),
    "VII": (
        Section("1", N_("Loans taken"), (("поступлен", "займов"), ("карыз", "тусим"))),
        Section("2", N_("Loans repaid"), (("погашение", "займов"), ("карыз", "отеу")), -1),
    ),
}
NET = frozenset({"III", "IV", "VII"})
PARTS: dict[str, tuple[tuple[int, str], ...]] = {
    "V": ((1, "I"), (-1, "II"), (-1, "III"), (-1, "IV")),
}
"""A section that is made of other sections."""
NEEDED = ("I", "II", "III", "V", "VII", "used")
"""Sections every report has; IV is left out where nothing was bought or sold, VI came later."""
TITLES: dict[str, str] = {
    **{section.key: section.title for section in TOP},
    **{f"{top}/{one.key}": one.title for top, headings in HEADINGS.items() for one in headings},
}


_NUMERAL = re.compile(r"\s*(VII|VI|IV|V|III|II|I)\s*[.)]")


def numeral(name: str) -> str:
    """The Roman numeral a section's name begins with; empty when there is none."""
    found = _NUMERAL.match(name.upper().replace("І", "I").replace("Ү", "V"))
    return found[1] if found else ""


def top(name: str) -> Section | None:
    """The section a name of the first level stands for."""
    return _find(name, TOP)


def heading(section: str, name: str) -> Section | None:
    """The heading a name of the second level stands for, within a section."""
    return _find(name, HEADINGS.get(section, ()))


def _find(name: str, among: tuple[Section, ...]) -> Section | None:
    words = searchable(name).split()
    for section in among:
        if any(_stands(start, words) for start in section.without):
            continue
        if any(all(_stands(start, words) for start in group) for group in section.starts):
            return section
    return None


def _stands(start: str, words: list[str]) -> bool:
    return any(word.startswith(start) for word in words)
