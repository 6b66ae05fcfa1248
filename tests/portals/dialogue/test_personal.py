"""Who asks sees, before sending, what in a text that may be published looks like personal data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from jariya.portals.dialogue import actions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("public", [True, False])
def test_the_last_look_marks_a_telephone_only_where_the_text_may_be_published(
    person: Any, ministry: Any, now: Any, public: bool
) -> None:
    citizen = person("citizen-1")
    actions.save_draft(
        person=citizen, body=ministry, key="k" * 16, title="Су", points=["Тел. 8 701 555 01 42"], language="kk",
        public=public, now=now,
    )  # fmt: skip
    client = Client()
    client.force_login(citizen)
    page = client.get(f"/kk/questions/ask/{ministry.slug}/review/").content.decode()
    assert page.count("8 701 555 01 42") == (2 if public else 1)
    assert ("телефон нөмірі" in page) is public
