"""Appeals with a real other side: the simulator over HTTP, with a book of its own."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import WEDNESDAY

from jariya.project.appealsink import Book, make_pages
from jariya.project.sinkpages import server


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """What the other side keeps; its bad moods are the same in each run."""
    return Book(tmp_path / "appeals.sqlite3", chance=random.Random(7))


@pytest.fixture
def system(book: Book, settings: Any) -> Iterator[str]:
    """The other side, listening."""
    running = server(0, make_pages(book, token="a-token"))
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    settings.APPEALS_URL = f"http://127.0.0.1:{running.server_address[1]}"
    settings.APPEALS_TOKEN = "a-token"
    yield settings.APPEALS_URL
    running.shutdown()
    running.server_close()


@pytest.fixture
def submit(person: Any, ministry: Any) -> Callable[..., Any]:
    """Submit a signed appeal: returns its case. The signature's own check is tested with signing."""
    from tests.portals.dialogue.appeals import made

    def do(title: str = "Ауыз су", now: dt.datetime = WEDNESDAY, **changed: Any) -> Any:
        text = "Су қашан беріледі?"
        return made.submitted(person("citizen-1"), ministry, title=title, text=text, now=now, **changed)

    return do
