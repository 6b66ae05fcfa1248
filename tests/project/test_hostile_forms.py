"""Whatever is sent in a form gets an answer with words: never a 500, nothing doubled, nothing typed is lost.

Fields are not listed here: they are those that each form shows.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.project.conftest import sign_in
from tests.project.hostile import LONG, RAW, SHORT, TYPED, forms_of, kept, persona_of, undone, wrong
from tests.project.walking import address, ask
from tests.project.world import World

from jariya.project.registers import ANYONE, doors, page_kinds

pytestmark = pytest.mark.django_db

POSTED = [kind for kind in page_kinds if kind.persona != ANYONE or kind.name == "view"]


@pytest.mark.parametrize("kind", POSTED, ids=lambda kind: kind.name)
def test_any_value_of_any_field_gets_an_answer_and_is_not_lost(
    kind: Any, world: World, settings: Any, whole: bool
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # The hasher of production takes 0.3 s a password on purpose; it is not what is tested here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    reader, found, known = sign_in(kind.persona), [], set()
    for example in (kind.normal, kind.long):
        if example is None:
            continue
        place = example(world.made)
        page = ask(reader, kind.name, place, "kk").content.decode()
        written = kept(page)
        own = address(kind.name, place, "kk")
        for action, fields in forms_of(page):
            target = action or own
            shape = (kind.name, *sorted(fields), len(target))
            if "sign-out" in target or "my/sessions" in target or shape in known:
                continue
            known.add(shape)
            for number, name in enumerate(fields):
                values = SHORT if len(fields) > 2 else TYPED
                # A share: each third field meets one value (what a person writes a long text too), and over all forms
                # each value is met many times.
                long = {LONG} if name in written else set()
                one = {values[number % len(values)]} if (number + len(own)) % 3 == 0 else set()
                for value in values if whole else long | one:
                    with undone():
                        response = reader.post(target, {**fields, name: value})
                        found += [f"{target} {name}={value[:40]!r}: {said}" for said in wrong(response, "POST")]
                        failed = value == LONG and response.status_code in (409, 422)
                        if failed and name in written and LONG not in response.content.decode():
                            found.append(f"{target} {name}: what was typed is lost")
            for value in TYPED if whole else TYPED[(len(known) + len(own)) % 8 :: 8]:
                with undone():
                    response = reader.post(target, dict.fromkeys(fields, value))
                    found += [f"{target} all {value[:40]!r}: {said}" for said in wrong(response, "POST")]
            for raw in RAW if whole else RAW[len(known) % 3 :: 3]:
                with undone():
                    text = "&".join(f"{name}={raw}" for name in fields)
                    response = reader.post(target, text, content_type="application/x-www-form-urlencoded")
                    found += [f"{target} all {raw}: {said}" for said in wrong(response, "POST")]
    assert found == []


_PLAIN = "application/x-www-form-urlencoded"
BODIES: list[tuple[Any, str, set[int]]] = [
    ("a=" + "x" * 3_000_000, _PLAIN, {413}),
    ("&".join(f"f{n}=1" for n in range(3000)), _PLAIN, {400}),
    (b"\xff\xfe\x00\x01", _PLAIN, set()),
    ('{"title": ["a", {"b": null}]}', "application/json", set()),
    ("[" * 10_000, "application/json", set()),
    (b"a=1", _PLAIN + "; charset=utf-16", set()),
    (b"a=1", _PLAIN + "; charset=nonsense", set()),
    ('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n', "multipart/form-data; boundary=y", set()),
    ("--x", "multipart/form-data", set()),
    (
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="\x00"\r\n\r\n1\r\n--x--',
        "multipart/form-data; boundary=x",
        set(),
    ),
    ("", "text/plain", set()),
]
"""What is sent, as what, and which answers are right; no rule where any answer with words is."""
FORMS = [
    *((kind.name, kind.persona, kind.normal) for kind in POSTED),
    *((door.name, door.persona, door.example) for door in doors if door.takes == "POST"),
]


@pytest.mark.parametrize(
    ("number", "name", "persona", "example"),
    [(number, *form) for number, form in enumerate(FORMS)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_body_that_is_no_form_gets_an_answer(
    number: int, name: str, persona: str, example: Any, world: World, settings: Any, whole: bool
) -> None:
    """A share: each form meets three of the bodies, and each body a quarter of the forms."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    reader, place = sign_in(persona), example(world.made)
    path = address(name, place, "en")
    found = []
    for content, kind, wanted in BODIES if whole else BODIES[number % 4 :: 4]:
        with undone():
            sent = content if isinstance(content, bytes) else content.encode()
            response = reader.generic("POST", path, sent, content_type=kind)
            found += [f"{kind} {content[:30]!r}: {said}" for said in wrong(response, "POST")]
            if wanted and response.status_code not in wanted and name != "people:sign-out":
                found.append(f"{kind} {content[:30]!r}: {response.status_code}")
    assert found == []


def test_a_form_sent_twice_is_done_once(world: World) -> None:
    from jariya.kernel.lifecycle.models import Event

    reader = sign_in("citizen-1")
    for path, fields in (
        (f"/kk/questions/{world.made.long_question}/mine/complain/", {"reason": "Жауап толық емес."}),
        (f"/kk/questions/{world.made.running}/mine/withdraw/", {}),
    ):
        first = reader.post(path, fields)
        count = Event.objects.count()
        again = reader.post(path, fields)
        assert first.status_code == 302, path
        assert again.status_code in (302, 409) and wrong(again, "POST") == [], (path, again.status_code)
        assert Event.objects.count() == count, path


def test_a_form_of_another_site_is_refused_with_words(world: World) -> None:
    reader = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for row in (*page_kinds, *doors):
        if persona_of(row) == ANYONE or row.name == "notices:unsubscribe":
            continue
        example = getattr(row, "normal", None) or row.example
        response = reader.post(address(row.name, example(world.made), "ru"), {"a": "b"})
        assert response.status_code in (302, 403, 405), row.name
        assert wrong(response, "POST") == [], row.name
