"""Readers' pages of open data: the catalogue, a set, its table, a row; the same without a script."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.portals.opendata.made import NOW, SCHOOLS, published

from jariya.portals.opendata.models import Resource
from jariya.portals.opendata.reading import finding
from jariya.portals.opendata.reading.finding import Wish

pytestmark = pytest.mark.django_db
CHANGED = SCHOOLS.replace("412", "430") + "050540001111;№5 мектеп;Сынақ ауданы;88;01.09.2025;7,5\n"


@pytest.fixture(scope="module")
def schools(module_data: None, tmp_path_factory: pytest.TempPathFactory) -> Resource:
    """A published set of two versions."""
    words = {"оқушы": {"kk": "Оқушылар саны", "ru": "Число учеников"}}
    return published("schools", SCHOOLS, CHANGED, row_key=("bin",), columns=words)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + dt.timedelta(days=2))


def text(path: str, status: int = 200) -> str:
    answer: Any = Client().get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.get("Location"))
    return str(answer.content.decode())


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_page_of_a_set_opens_in_each_language(schools: Resource, lang: str) -> None:
    for tail in ("", "sets/schools/", "sets/schools/1/", "sets/schools/1/versions/1/",
                 "sets/schools/1/versions/2/difference/", "sets/schools/1/versions/2/row/3/",
                 "sets/schools/1/columns/3/", "sets/schools/1/?group=c2&measure=sum&of=c3"):  # fmt: skip
        text(f"/{lang}/data/{tail}")
