"""What may stand in a log: what broke and where, never what a person wrote."""

from __future__ import annotations

import logging
import re

_DETAIL = re.compile(r"^DETAIL: .*?(?=^\s*$|^(?:HINT|CONTEXT|QUERY|WHERE): |\Z)", re.MULTILINE | re.DOTALL)
"""PostgreSQL quotes the refused row here, in as many lines as its texts have."""


class Plain(logging.Formatter):
    """A line a record; of a refused row its table, column and constraint are left, not its contents."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with its traceback, without what PostgreSQL quotes."""
        return _DETAIL.sub("DETAIL: not logged\n", super().format(record))
