"""Addresses of open data that belong to no room of its own; rooms have modules beside this one."""

from __future__ import annotations

from jariya.project.registers.kinds import Door, Exit, PageKind

pages: tuple[PageKind, ...] = ()

exits: tuple[Exit, ...] = ()

doors: tuple[Door, ...] = ()
