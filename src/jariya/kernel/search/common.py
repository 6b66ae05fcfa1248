"""How common a lexeme is, kept in the process for ten minutes; from it, how much of the index a query would match."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django.db import connection

from jariya.kernel.search.lexemes import alternatives

KEPT_SECONDS = 600.0
RARE = 0.01
"""Share assumed of a lexeme that is not among the common ones: what it may have at most."""


@dataclass
class Shares:
    """Shares of the common lexemes and the number of entries, as of `read_at` (monotonic seconds)."""

    entries: float = 0.0
    share: dict[str, float] = field(default_factory=dict)
    newest_month: int = 0
    read_at: float = -KEPT_SECONDS
    database: str = ""

    def of_word(self, word: str) -> float:
        """Share of entries that hold the word in any form: the commonest spelling's, since spellings stand together."""
        return max(self.share.get(lexeme, 0.0) for lexeme in alternatives(word))

    def of_mark(self, mark: str) -> float:
        """Share of entries with a mark; a rare mark counts as one in a hundred."""
        return self.share.get(mark, RARE)

    def covered(self, months: int) -> float:
        """Share of entries in the newest months."""
        return sum(self.share.get(f"@m:{self.newest_month - back}", RARE / 5) for back in range(months))

    def months_for(self, share: float) -> int:
        """How many of the newest months hold this share of the entries; at most 50 years of them."""
        months = 1
        while months < 600 and self.covered(months) < share:
            months += 1
        return months


_kept = Shares()


def shares() -> Shares:
    """The shares as of at most ten minutes ago; zeros on an index that was never measured (then nothing is common)."""
    global _kept
    database = str(connection.settings_dict["NAME"])
    if _kept.database != database or time.monotonic() - _kept.read_at > KEPT_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute("SELECT lexeme, share FROM search_share")
            found = dict(cursor.fetchall())
        months = [int(lexeme[3:]) for lexeme in found if lexeme.startswith("@m:")]
        _kept = Shares(found.pop("", 0.0), found, max(months, default=0), time.monotonic(), database)
    return _kept


def forget() -> None:
    """Read the shares anew at the next query."""
    global _kept
    _kept = Shares()
