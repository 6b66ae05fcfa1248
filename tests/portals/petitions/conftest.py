"""Petitions as tests make them: submitted, checked, gathering, collecting. Signatures are counted by real leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.portals.petitions.texts import Texts

KK = (
    "Аулымыздағы мектепке баратын жол он жылдан бері жөнделген жоқ. Көктемде су жиналады, қыста мұз қатады, балалар"
    " құлайды. Министрліктен осы жолды биыл күзге дейін жөндеуді, жаяу жүргіншілер жолын салуды және жарық орнатуды"
    " сұраймыз. Бұл үш мыңнан астам отбасыға керек."
)
RU = (
    "Дорога к школе в нашем селе не ремонтировалась десять лет. Весной на ней стоит вода, зимой лёд, дети падают."
    " Просим министерство до осени отремонтировать эту дорогу, построить тротуар и поставить освещение. Это нужно"
    " более чем трём тысячам семей, и деньги на это в программе развития есть."
)
TEXTS = Texts("kk", "Мектепке баратын жол жөнделсін", "Отремонтируйте дорогу к школе", KK, RU)


@pytest.fixture
def petition_for(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """Submit a petition: `petition_for(texts=..., addressee=..., by=...)`; returns its case."""
    from jariya.portals.petitions import actions

    def do(**changed: Any) -> Any:
        options: dict[str, Any] = {
            "by": person("citizen-1"),
            "texts": TEXTS,
            "addressee": ministry,
            "signing": None,
            "invented": True,
            "now": now,
        }
        return actions.submit(**{**options, **changed}).case

    return do


@pytest.fixture
def approved(petition_for: Any, person: Any, now: dt.datetime) -> Any:
    """A petition that gathers its supporters; returns its case."""
    from jariya.kernel.lifecycle.models import Case
    from jariya.portals.petitions import actions

    def do(**changed: Any) -> Any:
        case = petition_for(**changed)
        later = changed.get("now", now)
        actions.claim(case=case, by=person("moderator"), now=later)
        actions.approve(case=case, checked=True, by=person("moderator"), now=later)
        return Case.objects.get(pk=case.pk)

    return do


@pytest.fixture
def opened(approved: Any, now: dt.datetime) -> Any:
    """A petition that collects signatures in public; returns its case. Its supporters are taken as counted."""
    from jariya.kernel.lifecycle.models import Case
    from jariya.portals.petitions import crossing

    def do(**changed: Any) -> Any:
        case = approved(**changed)
        crossing.crossed(case, "support", 50, changed.get("now", now))
        return Case.objects.get(pk=case.pk)

    return do
