"""Every address of the house in one of three tables: a test walks them all, and a new one cannot be forgotten.

`page_kinds`: pages for people, each with the states in which it must stand (normal, empty, long, error).
`exits`: what leaves for machines and mailboxes: JSON, Atom, calendars, CSV, pictures, mail, SMS.
`doors`: addresses that show nothing themselves: forms are posted to them, or they lead elsewhere.

`exits` also holds the pages, as format html: what may not leak may leak nowhere. Each portal has its own module here.
"""

from __future__ import annotations

from jariya.project.registers import (
    budgets,
    counter,
    dialogue,
    discussion,
    files,
    information,
    notices,
    office,
    opendata,
    opendata_api,
    opendata_desk,
    opendata_plans,
    opendata_reading,
    opendata_rows,
    pages,
    people,
    petitions,
    petitions_checked,
    petitions_signed,
    record,
    requests,
    systems,
)
from jariya.project.registers.kinds import ANYONE, GUEST, At, Door, Exit, PageKind, at
from jariya.project.registers.made import Made

__all__ = ["ANYONE", "GUEST", "At", "Door", "Exit", "Made", "PageKind", "at", "doors", "exits", "page_kinds"]

_PARTS = (
    budgets,
    counter,
    dialogue,
    discussion,
    files,
    information,
    notices,
    office,
    opendata,
    opendata_api,
    opendata_desk,
    opendata_plans,
    opendata_reading,
    opendata_rows,
    pages,
    people,
    petitions,
    petitions_checked,
    petitions_signed,
    record,
    requests,
    systems,
)

page_kinds: tuple[PageKind, ...] = tuple(kind for part in _PARTS for kind in part.pages)

exits: tuple[Exit, ...] = (
    *(one for part in _PARTS for one in part.exits),
    *(Exit(kind.name, kind.name.partition(":")[0], "html", kind.public, kind.normal) for kind in page_kinds),
)

doors: tuple[Door, ...] = tuple(door for part in _PARTS for door in part.doors)
