"""A draft programme of the invented ministry, walked through its life by short words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from jariya.kernel.lifecycle.models import Case
from jariya.portals.budgets.drafts import actions
from jariya.portals.budgets.drafts.content import Content, Measured

CONTENT = Content(
    title_kk="Мектеп автобустары",
    title_ru="Школьные автобусы",
    summary_kk="Он ауылға автобус алынады.\nБалалар мектепке жаяу бармайды.",
    summary_ru="Купят автобусы для десяти сёл.",
    goal_kk="Балалар мектепке қауіпсіз жетеді.",
    goal_ru="Дети безопасно добираются до школы.",
    amounts=((2027, 125_000_000), (2028, 90_000_000)),
    indicators=(Measured(1, "Автобусы бар ауыл", "Сёла с автобусом", "ауыл", Decimal(3), Decimal(13)),),
)


@pytest.fixture
def prepared(ministry: Any, person: Any, now: dt.datetime) -> Any:
    """A draft at the desk: `prepared(content=…)`; returns its case."""

    def do(content: Content = CONTENT, code: str = "001", **more: Any) -> Case:
        given = {"body": ministry, "code": code, "year": 2027, "by": person("officer-1"), "now": now}
        return actions.prepare(content=content, **{**given, **more}).case

    return do


@pytest.fixture
def published(prepared: Any, person: Any, now: dt.datetime) -> Any:
    """A published draft."""

    def do(**more: Any) -> Case:
        return actions.publish(case=prepared(**more), by=person("officer-1"), now=now).case

    return do


@pytest.fixture
def open_(published: Any, now: dt.datetime) -> Any:
    """A draft whose discussion is open since the next working day."""

    def do(**more: Any) -> Case:
        case = published(**more)
        return actions.open_discussion(case=case, by=None, now=now + dt.timedelta(days=1)).case

    return do


def changed(**more: Any) -> Content:
    """The content with something else in it."""
    return replace(CONTENT, **more)
