"""The game of balancing a budget against the database: its plan, its rules, what others sent."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from jariya.kernel.law.queries import norms_now
from jariya.portals.budgets import drill
from jariya.portals.budgets.balance import Balance, Rules, Wrong, reckon
from jariya.portals.budgets.drill import Row
from jariya.portals.budgets.models import Budget, Cut, Period, SentBalance
from jariya.portals.budgets.reading.names import searchable


@dataclass(frozen=True)
class Game:
    """A budget to be balanced."""

    budget: Budget
    period: Period
    rules: Rules
    functions: list[Row]
    balance: Balance
    wrong: list[Wrong]


def rules_at(day: dt.date) -> Rules:
    """The platform's own rules in force on a day."""
    norms = norms_now().at(day)
    names = norms["budget.balance.protected"].items
    return Rules(
        norms["budget.balance.deficit"].count,
        norms["budget.balance.change"].count,
        frozenset(searchable(item["ru"]) for item in names if "ru" in item),
    )


def game(of: Budget, asked: Mapping[str, str], *, day: dt.date) -> Game | None:
    """The plan of a budget's last month with the changes of an address; None where the plan is not given."""
    known = [one for one in drill.periods(of) if one.cut == Cut.FULL]
    if not known:
        return None
    rows = drill.top_of(known[-1])
    one, two = rows.get("I"), rows.get("II")
    if one is None or two is None or one.adjusted is None or two.adjusted is None:
        return None
    rules = rules_at(day)
    functions = [row for path, row in rows.items() if path.startswith("II/")]
    balance, wrong = reckon(
        [(row.path, row.label, row.adjusted) for row in functions],
        income=one.adjusted,
        spending=two.adjusted,
        rest=sum(rows[path].adjusted or 0 for path in ("III", "IV") if path in rows),
        locked={row.path for row in functions if searchable(row.label) in rules.protected},
        asked=asked,
        rules=rules,
    )
    return Game(of, known[-1], rules, functions, balance, wrong)


def send(*, game: Game, browser: str, on: dt.date) -> SentBalance:
    """Keep a set of changes for the sums. The same browser's former one is replaced.

    Args:
        browser: the word that only the sender's session knows.
    """
    digest = hashlib.sha256(f"{game.period.release.key}:{browser}".encode()).hexdigest()
    found, _new = SentBalance.objects.update_or_create(
        release=game.period.release,
        browser=digest,
        defaults={"changes": game.balance.changes, "deficit": game.balance.deficit, "on": on},
    )
    return found


@dataclass(frozen=True)
class Sum:
    """What those who sent did with a function: how many gave more, gave less, left it; the mean change in percent."""

    more: int
    less: int
    left: int
    mean: float


def sums(game: Game, *, day: dt.date) -> tuple[int, dict[str, Sum]]:
    """How many sent, and sums by path; none while they are fewer than the norm for a mean."""
    release = game.period.release_id
    least = norms_now().at(day)["statistic.min_n"].count
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM budgets_sentbalance WHERE release_id = %s", [release])
        (count,) = cursor.fetchone()
        if count < least:
            return count, {}
        cursor.execute(
            "SELECT c.key, count(*) FILTER (WHERE c.value::int > 0), count(*) FILTER (WHERE c.value::int < 0),"
            " sum(c.value::int) FROM budgets_sentbalance s, jsonb_each_text(s.changes) c"
            " WHERE s.release_id = %s GROUP BY 1",
            [release],
        )
        told = {path: (more, less, total) for path, more, less, total in cursor.fetchall()}
    found = {}
    for row in game.functions:
        more, less, total = told.get(row.path, (0, 0, 0))
        found[row.path] = Sum(more, less, count - more - less, total / count)
    return count, found
