"""Addresses of the record."""

from __future__ import annotations

from jariya.project.registers.kinds import ANYONE, Door, Exit, PageKind, at, none, with_

_EVENTS, _FIRST = with_({"name": "events"}), with_({"name": "events", "index": 0})
pages: tuple[PageKind, ...] = (
    PageKind("record:logs", ANYONE, at()),
    PageKind("record:receipt", ANYONE, at()),
    PageKind("record:log", ANYONE, _EVENTS, empty=with_({"name": "answers"}), error=none("name", "no-such-log")),
    PageKind("record:entry", ANYONE, _FIRST, error=with_({"name": "events", "index": 10**17}, status=404)),
)

exits: tuple[Exit, ...] = (
    Exit("record-script", "record", "py", True, at()),
    Exit("record-logs", "record", "json", True, at()),
    Exit("record-witnesses", "record", "txt", True, at()),
    Exit("record-checkpoints-json", "record", "json", True, at()),
    Exit("record-checkpoints-csv", "record", "csv", True, at()),
    Exit("record-checkpoint", "record", "note", True, _EVENTS),
    Exit("record-key", "record", "txt", True, _EVENTS),
    Exit("record-keys", "record", "json", True, _EVENTS),
    Exit("record-totals", "record", "json", True, _EVENTS),
    Exit("record-proof", "record", "tlog-proof", True, _FIRST),
    Exit("record-openings", "record", "json", True, _FIRST),
    Exit("record-tile", "record", "tile", True, with_({"name": "data", "path": "0/000.p/1"})),
)

doors: tuple[Door, ...] = ()
