"""What is typed and sent to hurt, and what an answer to it may not be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import html5lib
import pytest
from django.db import transaction
from django.http import QueryDict
from tests.project.walking import body
from tests.project.world import World

from jariya.project.registers import ANYONE, At, exits, page_kinds

TYPED = [
    "x" * 10_000,
    "\x00",
    "a\r\nSet-Cookie: stolen=1\r\n\r\n<script>alert(1)</script>",
    "'; DROP TABLE lifecycle_case; --",
    '" onmouseover=alert(1) x="',
    "{{ 7*7 }}${7*7}<%= 7*7 %>",
    "../../../etc/passwd",
    "-1",
    "²",
    "٣",
    "9" * 30,
    "9" * 5000,
    "NaN",
    "[]",
    "0001-01-01",
    "9999-12-31",
    "2026-05-20.99999999999999999999",
    "9999-12-31_Q2026-AAAAAAAA-0",
    "https://evil.example/",
    "//evil.example/",
    "\u202e\u200b\ufeff🙂\U0010ffff",
    "ﷺ" * 60,
]
SHORT = ["x" * 10_000, "a\r\nb: c", "²", "9" * 5000, "[]", "9999-12-31", "\u202e🙂\U0010ffff"]
RAW = ["%F0%28", "%ED%A0%80", "%00", "%", "%zz", "%C0%AF", "%FF%FE"]
"""Bytes that are no UTF-8, in the form addresses carry them."""


@contextmanager
def undone() -> Iterator[None]:
    """What a request wrote is gone after it, and a broken transaction mended."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def wrong(response: Any, asked: str) -> list[str]:
    """What is wrong with an answer to bad input."""
    said = body(response).decode(errors="replace")
    found = []
    # 503 says that a service of others does not answer: with words, as below.
    if response.status_code >= 500 and response.status_code != 503:
        found.append(str(response.status_code))
    if "Traceback (most recent" in said or "psycopg" in said or "django." in said.lower():
        found.append("speaks of its insides")
    html = response.headers["Content-Type"].startswith("text/html")
    if "stolen" in response.cookies or (html and "<script>alert" in said):
        found.append("obeys what was typed")
    if re.match(r"(https?:)?[/\\\\]{2}evil", response.headers.get("Location", "")):
        found.append("leads to another site")
    if response.status_code >= 400 and response.headers["Content-Type"].startswith("application/json"):
        told = json.loads(said)
        # CKAN's programs look for what is wrong in `error`.
        if not {"code", "title"} <= told.keys() and not {"code", "__type"} <= dict(told.get("error") or {}).keys():
            found.append("JSON without a code")
    elif response.status_code >= 400 and asked != "HEAD":
        words = re.search(r"<code>[a-z0-9_.]+</code>", said) or re.search(
            r'aria-invalid="true"|class="error|role="alert"', said
        )
        if not words:
            found.append(f"{response.status_code} without words")
    return found


def persona_of(row: Any) -> str:
    return str(getattr(row, "persona", ANYONE))


KINDS = {kind.name for kind in page_kinds}
OPENED: dict[str, Any] = {row.name: row for row in exits if row.example} | {kind.name: kind for kind in page_kinds}


def normal(name: str, world: World) -> At:
    """The row's ordinary address."""
    row = OPENED[name]
    example = row.normal if name in KINDS else row.example
    return example(world.made)  # type: ignore[no-any-return]


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Names that a page looks for in what was sent."""
    asked: set[str] = set()
    with monkeypatch.context() as patch:
        for method in ("get", "getlist", "__getitem__", "__contains__"):
            real = getattr(QueryDict, method)

            def heard(self: Any, key: Any, *rest: Any, real: Any = real) -> Any:
                if isinstance(key, str):
                    asked.add(key)
                return real(self, key, *rest)

            patch.setattr(QueryDict, method, heard)
        yield asked


def forms_of(text: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """(action, fields as they stand) of each form to be posted on a page."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() != "post":
            continue
        fields: dict[str, list[str]] = {}
        for element in form.iter():
            name = element.get("name") if isinstance(element.tag, str) else None
            if not name:
                continue
            kept = fields.setdefault(name, [])
            if element.tag == "textarea":
                kept.append("".join(element.itertext()))
            elif element.tag == "select":
                chosen = [one.get("value", "") for one in element.iter("option")]
                kept.append(next((one for one in chosen if one), ""))
            elif element.get("type") in ("radio", "checkbox"):
                if not kept:
                    kept.append(element.get("value", "on"))
            else:
                kept.append(element.get("value", ""))
        yield form.get("action") or "", fields


LONG = "x" * 10_000


def kept(text: str) -> set[str]:
    """Names of the fields on a page in which a person writes; secrets are not shown again."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    written = {element.get("name") for element in tree.iter("textarea")}
    for element in tree.iter("input"):
        lasting = (element.get("type") or "text") in ("text", "email", "tel", "search", "url")
        if lasting and element.get("autocomplete") != "one-time-code":
            written.add(element.get("name"))
    return {name for name in written if name}
