from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jariya.kernel.bodies.load import load_bodies, load_invented
from jariya.kernel.bodies.models import Body, Delegation, Holding, Post, Region

pytestmark = pytest.mark.django_db


def test_loading_again_changes_nothing() -> None:
    for run in (load_bodies("kz"), load_invented()):
        assert not any(run.added.values()), run.added
        assert not any(run.changed.values()), run.changed
        assert run.conflicts == []


def test_a_row_that_a_person_edited_is_left_alone_and_reported() -> None:
    Body.objects.filter(slug="ministry-justice").update(name_en="Mended by hand", edited=True)
    run = load_bodies("kz")
    assert Body.objects.get(slug="ministry-justice").name_en == "Mended by hand"
    assert run.conflicts == ["body ministry-justice: name_en"]


def test_a_row_that_only_the_files_changed_follows_them() -> None:
    Body.objects.filter(slug="ministry-justice").update(name_en="An older edition")
    run = load_bodies("kz")
    assert run.changed["body"] == 1
    assert Body.objects.get(slug="ministry-justice").name_en == "Ministry of Justice"


def test_a_holder_who_left_and_a_revoked_order_are_not_brought_back() -> None:
    holding = Holding.objects.filter(until=None).first()
    delegation = Delegation.objects.first()
    assert holding and delegation
    Holding.objects.filter(pk=holding.pk).update(until=date(2026, 1, 31))
    Delegation.objects.filter(pk=delegation.pk).update(until=date(2026, 1, 31))
    load_invented()
    assert Holding.objects.get(pk=holding.pk).until == date(2026, 1, 31)
    assert Delegation.objects.get(pk=delegation.pk).until == date(2026, 1, 31)
    assert Holding.objects.filter(post=holding.post).count() <= 2


def test_no_invented_thing_hangs_on_a_real_body_and_no_real_body_is_connected() -> None:
    assert not Body.objects.real().connected().exists()
    assert not Body.objects.real().filter(region__invented=True).exists()
    assert not Body.objects.invented().filter(region__invented=False).exists()
    assert not Body.objects.invented().filter(parent__invented=False).exists()
    assert not Post.objects.filter(body__invented=False).exists()
    assert Region.objects.filter(invented=True).count() == 14


def test_every_invented_body_has_a_head_today() -> None:
    held = Holding.objects.on(date(2026, 3, 18)).filter(post__kind="head").values("post__body")
    assert not Body.objects.invented().exclude(pk__in=held).exists()


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        load_bodies("kz")
    assert len(queries) < 60


def test_an_unknown_jurisdiction_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        load_bodies("atlantis")
