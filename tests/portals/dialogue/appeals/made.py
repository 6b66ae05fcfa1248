"""Appeals for tests: signed, submitted, told of by the other side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


def submitted(by: Person, body: Body, *, title: str, text: str, now: dt.datetime, **changed: Any) -> Case:
    """A signed appeal. The check of the signature itself is tested with signing."""
    from jariya.kernel.signing import evidence
    from jariya.kernel.signing.actions import open_session
    from jariya.kernel.signing.step import Matter
    from jariya.portals.dialogue.appeals import actions, signed

    matter = Matter(id=body.slug, rev=1, title_kk=title, title_ru=title, text=text)
    session = open_session(person=by, act=signed.ACT, matter=matter, back="/kk/", language="kk", now=now)
    evidence.keep_cms(session, b"\x30\x03\x02\x01\x07", now=now)
    options: dict[str, Any] = {
        "by": by,
        "body": body,
        "kind": "application",
        "title": title,
        "points": [text],
        "language": "kk",
        "signing": session,
        "now": now,
    }
    return actions.submit(**(options | changed)).case


def appeals(by: Person, body: Body, other: Body, secrets: Mapping[str, str], *, now: dt.datetime) -> dict[str, str]:
    """One answered and one waiting appeal; public ids by the columns of `registers.Made`."""
    from jariya.portals.dialogue.appeals import hearing
    from jariya.portals.dialogue.appeals.models import HandOver

    answered = submitted(by, body, title=secrets["title"], text=secrets["text"], now=now)
    waiting = submitted(by, other, title="Күтетін жолданым", text="Мәтін", now=now)
    key = str(HandOver.objects.get(case=answered).key)
    steps = (("registered", {}), ("accepted", {}), ("answered", {"text": secrets["answer"], "signer_post": "TEST"}))
    told = [
        {
            "id": f"{key}.{seq}", "key": key, "number": "TEST-2026-000001", "seq": seq, "status": status,
            "at": now.isoformat(), "on": now.date().isoformat(), "data": data,
        }
        for seq, (status, data) in enumerate(steps, start=1)
    ]  # fmt: skip
    assert hearing.keep(told, now=now) == 3
    HandOver.objects.filter(case=waiting).update(tries=3, last_code="appeals_unreachable")
    return {"appeal": answered.public_id, "appeal_waiting": waiting.public_id}
