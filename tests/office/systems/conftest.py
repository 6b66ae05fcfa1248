"""A program of the invented ministry with a token, and how it calls."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.bodies.models import Delegation, Post
from jariya.office.systems import actions
from jariya.office.systems.models import Scope, System


class Program:
    """As the body's own system calls: a token, keys of its own."""

    def __init__(self, secret: str, system: System) -> None:
        self.client, self.secret, self.system, self.number = Client(), secret, system, 0

    def heads(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **more}

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/desk/{path}", headers=self.heads())

    def do(self, path: str, said: dict[str, Any] | None = None, *, key: str = "", status: int = 200) -> dict[str, Any]:
        self.number += 1
        heads = self.heads(**{"Idempotency-Key": key or f"k-{self.number}"})
        found = self.client.post(f"/api/v1/desk/{path}", said or {}, content_type="application/json", headers=heads)
        assert found.status_code == status, (path, found.status_code, found.content.decode())
        body: dict[str, Any] = found.json()
        return body

    def send(self, name: str, content: bytes) -> str:
        heads = self.heads(**{"File-Name": name})
        found = self.client.post("/api/v1/desk/files", content, content_type="application/octet-stream", headers=heads)
        assert found.status_code == 201, found.content.decode()
        return str(found.json()["token"])


@pytest.fixture
def today(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """The gate reads the clock in one place; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return now


@pytest.fixture
def program(person: Any, ministry: Any, today: dt.datetime) -> Any:
    """A program with every scope: `program(scopes=[...])`; `ordered`: its post stands in an order for extensions."""

    def do(scopes: Any = Scope.values, title: str = "Құжат айналымы", ordered: bool = True) -> Program:
        orders = Delegation.objects.filter(from_post__body=ministry, scope__contains=["extensions"])
        posts = Post.objects.filter(body=ministry).exclude(kind="head").order_by("order")
        named = orders.values("to_post")
        post = (posts.filter(pk__in=named) if ordered else posts.exclude(pk__in=named)).first()
        system = actions.make(body=ministry, post=post, title=title, by=person("head"), now=today)
        last = today.date() + dt.timedelta(days=30)
        issued = actions.issue(system=system, scopes=scopes, expires_on=last, by=person("head"), now=today)
        return Program(issued.secret, system)

    return do
