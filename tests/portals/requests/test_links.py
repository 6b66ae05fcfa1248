"""A page of our own is known without calling it, in each language, whatever language is active."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from jariya.portals.requests import links
from jariya.portals.requests.models import LinkState


@pytest.mark.parametrize("active", ["kk", "ru", "en"])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_page_of_our_own_works_in_every_language(active: str, lang: str, settings: Any) -> None:
    with translation.override(active):
        assert links.look(f"{settings.PUBLIC_URL}/{lang}/law/") == LinkState.WORKS
        assert links.look(f"{settings.PUBLIC_URL}/{lang}/no-such-page/") == LinkState.BROKEN
        assert links.look(f"{settings.PUBLIC_URL}/healthz") == LinkState.WORKS
