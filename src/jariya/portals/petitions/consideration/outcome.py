"""What a decision comes to: each demand of a petition is met, met in part or refused, and the whole follows. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SATISFIED, PARTLY, REFUSED = "satisfied", "partly", "refused"
OUTCOMES = (SATISFIED, PARTLY, REFUSED)


@dataclass(frozen=True)
class Demand:
    """One demand of the petition as the body decides on it, in both languages."""

    number: int
    demand_kk: str
    demand_ru: str
    outcome: str
    reasons_kk: str
    reasons_ru: str

    @property
    def whole(self) -> bool:
        """Whether demand and reasons are there in both languages."""
        said = (self.demand_kk, self.demand_ru, self.reasons_kk, self.reasons_ru)
        return self.outcome in OUTCOMES and all(text.strip() for text in said)


@dataclass(frozen=True)
class Pledge:
    """One promise: what, by when, and which post answers for it."""

    number: int
    text_kk: str
    text_ru: str
    due_on: dt.date | None
    post_id: int | None

    @property
    def whole(self) -> bool:
        """Whether nothing is missing. A promise without a day or without someone who answers for it is none."""
        return bool(self.text_kk.strip() and self.text_ru.strip() and self.due_on and self.post_id)


@dataclass(frozen=True)
class Ruling:
    """The whole of a decision before it is signed."""

    reasons_kk: str
    reasons_ru: str
    demands: tuple[Demand, ...]
    pledges: tuple[Pledge, ...] = ()

    @property
    def outcome(self) -> str:
        """What the decisions on the demands come to."""
        return outcome_of(row.outcome for row in self.demands)

    @property
    def whole(self) -> bool:
        """Whether reasons and every demand are there in both languages."""
        said = self.reasons_kk.strip() and self.reasons_ru.strip()
        return bool(said and self.demands) and all(row.whole for row in self.demands)


def outcome_of(outcomes: Iterable[str]) -> str:
    """The outcome of the whole: satisfied when every demand is, refused when every one is refused, else partly."""
    found = set(outcomes)
    if found == {SATISFIED}:
        return SATISFIED
    return REFUSED if found == {REFUSED} else PARTLY


def text_of(ruling: Ruling, lang: str, posts: dict[int, str]) -> str:
    """The exact words of a decision in one language as they are signed.

    Args:
        posts: names of the posts that answer for promises, by their number.
    """
    parts = [str(getattr(ruling, f"reasons_{lang}"))]
    for row in ruling.demands:
        demand, reasons = getattr(row, f"demand_{lang}"), getattr(row, f"reasons_{lang}")
        parts.append(f"{row.number}. {demand}\n[{row.outcome}] {reasons}")
    for pledge in ruling.pledges:
        day = pledge.due_on.isoformat() if pledge.due_on else ""
        words = getattr(pledge, f"text_{lang}")
        parts.append(f"{pledge.number}) {words} — {day} — {posts.get(pledge.post_id or 0, '')}")
    return "\n\n".join(parts)


@dataclass(frozen=True)
class Lateness:
    """A promise as a figure counts it."""

    due_on: dt.date
    kept_on: dt.date | None
    given_up: bool = False


@dataclass(frozen=True)
class Kept:
    """Promises of a body in figures. `late`: past their day and not kept; `kept_late`: kept after it."""

    promised: int = 0
    kept_in_time: int = 0
    kept_late: int = 0
    late: int = 0
    running: int = 0
    given_up: int = 0


def counted(rows: Sequence[Lateness], today: dt.date) -> Kept:
    """Figures of promises as of a day. Each promise is in exactly one of them, and `promised` is their sum."""
    in_time = sum(row.kept_on is not None and row.kept_on <= row.due_on for row in rows)
    kept_late = sum(row.kept_on is not None and row.kept_on > row.due_on for row in rows)
    open_ = [row for row in rows if row.kept_on is None and not row.given_up]
    late = sum(row.due_on < today for row in open_)
    given_up = sum(row.given_up and row.kept_on is None for row in rows)
    return Kept(len(rows), in_time, kept_late, late, len(open_) - late, given_up)
