"""What tests of filing for others share: the gateway's double, a filing that is begun, one that is registered."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.kernel.people.gateway import Gateway

from jariya.kernel.bodies.models import Body
from jariya.office.filing import actions, coupons
from jariya.office.filing.lifecycle import Channel
from jariya.office.filing.models import Coupon, Filing

PHONE = "+77000000777"


def _pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "signed")
    canvas.save()
    return out.getvalue()


PDF = _pdf()
SECRET_TEXT = "Зейнетақым неге кешікті, ҚҰПИЯ-СӨЗ-7391?"


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """An SMS gateway by the contract."""
    with Gateway() as running:
        settings.SMS_URL = running.url
        yield running


@pytest.fixture
def village(db: None) -> Body:
    """Where the clerk sits."""
    return Body.objects.get(slug="akim-ulgi-ulgili")


@pytest.fixture
def city(db: None) -> Body:
    """Where the librarian sits."""
    return Body.objects.get(slug="akimat-ulgi-mysal-city")


@pytest.fixture
def begun(person: Any, village: Body, ministry: Body, now: dt.datetime) -> Any:
    """Write down a letter: `begun(phone=..., ...)`; returns the filing."""

    def do(**changed: Any) -> Filing:
        options: dict[str, Any] = {
            "clerk": person("assistant"),
            "office": village,
            "channel": Channel.ASSISTED,
            "kind": "question",
            "body": ministry,
            "language": "kk",
            "title": "Зейнетақы туралы",
            "points": [SECRET_TEXT],
            "public": False,
            "document": "id_card",
            "now": now,
            "token": uuid.uuid4(),
        }
        return actions.begin(**{**options, **changed})

    return do


@pytest.fixture
def by_hand(begun: Any, now: dt.datetime) -> Any:
    """A letter filed on a signed paper: (filing, secret word)."""

    def do(**changed: Any) -> tuple[Filing, str]:
        filing = begun(**changed)
        moment = changed.get("now", now)
        filing = actions.read_back(filing=filing, by=filing.clerk, now=moment)
        filing = actions.confirm_by_hand(filing=filing, scan=scan(), by=filing.clerk, now=moment)
        word = coupons.word(Coupon.objects.get(case=filing.case), now=moment)
        assert word
        return filing, word

    return do


@pytest.fixture
def by_phone(begun: Any, gateway: Gateway, now: dt.datetime) -> Any:
    """A letter filed on a code: (filing, secret word)."""

    def do(**changed: Any) -> tuple[Filing, str]:
        filing = begun(phone=PHONE, **changed)
        actions.read_back(filing=filing, by=filing.clerk, now=now)
        filing.refresh_from_db()
        assert actions.send_code(filing=filing, by=filing.clerk, network="n", now=now) is None
        result = actions.confirm_by_code(filing=filing, typed=code_in(gateway), by=filing.clerk, now=now)
        assert result == "ok"
        filing.refresh_from_db()
        word = coupons.word(Coupon.objects.get(case=filing.case), now=now)
        assert word
        return filing, word

    return do


def scan(content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it; its name is the person's own, as it often is."""
    return SimpleUploadedFile("Құпия-Есім.pdf", PDF if content is None else content, content_type="text/html")


def texts(gateway: Gateway) -> list[str]:
    """What the telephones received."""
    return [message["text"] for message in gateway.messages.values()]


def code_in(gateway: Gateway) -> str:
    """The code of the last message that has one."""
    found = [code for text in texts(gateway) for code in re.findall(r"\b(\d{6})\b", text)]
    return found[-1]
