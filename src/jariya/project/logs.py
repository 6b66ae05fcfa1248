"""What may stand in a log: what broke and where, never what a person wrote."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

_DETAIL = re.compile(r"^DETAIL: .*?(?=^\s*$|^(?:HINT|CONTEXT|QUERY|WHERE): |\Z)", re.MULTILINE | re.DOTALL)
"""PostgreSQL quotes the refused row here, in as many lines as its texts have."""


def _without_rows(text: str) -> str:
    return _DETAIL.sub("DETAIL: not logged\n", text)


class Plain(logging.Formatter):
    """A line a record, in UTC; of a refused row its table, column and constraint are left, not its contents.

    A message stays one line, and the lines of a traceback are indented: no text of strangers can begin a line and pass
    for a record.
    """

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """Moment of the record, `2026-03-18T05:00:00.000+00:00`."""
        return dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, without what PostgreSQL quotes; line ends and other unprintable signs are written out."""
        said = _without_rows(record.message).rstrip("\n")
        record.message = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in said)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        """The traceback, indented, without what PostgreSQL quotes."""
        return "\n".join(f"  {line}" for line in _without_rows(super().formatException(ei)).splitlines())
