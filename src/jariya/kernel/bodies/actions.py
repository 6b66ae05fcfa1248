"""The verbs that change bodies: establish, rename, merge, split, succeed. Each is one transaction; links stay alive.

`by` is the person who enters the change (None: an operator), `now` the moment of entering, `day` the first day of the
new state of things. A refusal is a `BodyRefusal` with a stable code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from jariya.kernel.bodies import derive
from jariya.kernel.bodies.errors import BodyRefusal
from jariya.kernel.bodies.models import Body, Change, FormerAddress, FormerName, Succession, SuccessionKind

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ZONE = ZoneInfo("Asia/Almaty")  # legal days (conventions: days in Asia/Almaty)
_NAMES = tuple(f"{part}_{lang}" for part in ("name", "short") for lang in ("kk", "ru", "en"))


@transaction.atomic
def establish(*, slug: str, names: dict[str, str | None], source: str, by: Any, now: datetime, **columns: Any) -> Body:
    """Enter a new body. `names` has keys such as `name_kk`, `short_ru`; `columns` are further columns of `Body`.

    Raises `BodyRefusal` bodies.slug_bad, bodies.slug_taken, bodies.no_name, bodies.no_source.
    """
    check_slug(slug)
    if not any(names.values()):
        raise BodyRefusal("bodies.no_name")
    if not source.strip():
        raise BodyRefusal("bodies.no_source")
    body = Body(slug=slug, source=source, edited=True, **_only_names(names), **columns)
    derive.body(body).save(force_insert=True)
    _note(body, "establish", day=body.valid_from or legal_day(now), act=source, by=by, now=now)
    return body


@transaction.atomic
def rename(
    *, body: Body, names: dict[str, str | None], day: date, act: str, by: Any, now: datetime, slug: str | None = None
) -> Body:
    """Give a body new names, and a new public address if `slug` is given; the old ones stay findable for ever.

    Names left out of `names` stay. Raises `BodyRefusal` bodies.day_ahead, bodies.no_act, bodies.no_name and the
    refusals of an address.
    """
    _check_act(day, act, now)
    body = _locked([body])[0]
    new = _only_names(names)
    if not any({**{name: getattr(body, name) for name in _NAMES}, **new}.values()):
        raise BodyRefusal("bodies.no_name")
    FormerName.objects.create(
        body=body, until=day - timedelta(days=1), act=act, **{name: getattr(body, name) for name in _NAMES}
    )
    for name, text in new.items():
        setattr(body, name, text)
    if slug and slug != body.slug:
        _move_address(body, slug, day)
    body.edited = True
    derive.body(body).save()
    _note(body, "rename", day=day, act=act, by=by, now=now, facts={"address": body.slug})
    return body


@transaction.atomic
def merge(*, bodies: Sequence[Body], into: Body, day: date, act: str, by: Any, now: datetime) -> Body:
    """Two or more bodies become `into` from `day` on. `into` may be a new body or one of `bodies`, which then goes on.

    Predecessors end the day before and keep their pages. Raises `BodyRefusal` bodies.too_few, bodies.not_in_force,
    bodies.invented_mixed, bodies.circle and those of the act.
    """
    if len({body.pk for body in bodies} | {into.pk}) < 2 or len(bodies) < (1 if into.pk else 2):
        raise BodyRefusal("bodies.too_few")
    _check_act(day, act, now)
    ending = [body for body in bodies if body.pk != into.pk]
    rows = _locked([*ending, into])
    into = rows[-1]
    for body in rows[:-1]:
        _take_over(body, into, SuccessionKind.MERGE, day=day, act=act, by=by, now=now)
    _note(into, "merge", day=day, act=act, by=by, now=now, facts={"predecessors": [body.slug for body in rows[:-1]]})
    return into


@transaction.atomic
def split(*, body: Body, into: Sequence[Body], day: date, act: str, by: Any, now: datetime) -> list[Body]:
    """A body is divided among two or more bodies from `day` on; if it is itself among them, it goes on.

    Raises as `merge`.
    """
    if len({successor.pk for successor in into}) < 2:
        raise BodyRefusal("bodies.too_few")
    _check_act(day, act, now)
    goes_on = any(successor.pk == body.pk for successor in into)
    rows = _locked([body, *(successor for successor in into if successor.pk != body.pk)])
    for successor in rows[1:]:
        _take_over(rows[0], successor, SuccessionKind.SPLIT, day=day, act=act, by=by, now=now, ends=not goes_on)
    _note(rows[0], "split", day=day, act=act, by=by, now=now, facts={"successors": [row.slug for row in rows[1:]]})
    return rows if goes_on else rows[1:]


@transaction.atomic
def succeed(*, predecessor: Body, successor: Body, day: date, act: str, by: Any, now: datetime) -> Succession:
    """One body takes over from one other on `day`. Raises as `merge`, and bodies.same_body."""
    if predecessor.pk == successor.pk:
        raise BodyRefusal("bodies.same_body")
    _check_act(day, act, now)
    old, new = _locked([predecessor, successor])
    found = _take_over(old, new, SuccessionKind.SUCCESSOR, day=day, act=act, by=by, now=now)
    _note(old, "succeed", day=day, act=act, by=by, now=now, facts={"successor": new.slug})
    return found


@transaction.atomic
def close(*, body: Body, day: date, act: str, by: Any, now: datetime) -> Body:
    """A body ends without a successor; `day` is the first day on which it is no more. Its page stays.

    Raises `BodyRefusal` bodies.not_in_force and those of the act.
    """
    _check_act(day, act, now)
    body, last = _locked([body])[0], day - timedelta(days=1)
    if (body.valid_to and body.valid_to < day) or (body.valid_from and body.valid_from > last):
        raise BodyRefusal("bodies.not_in_force", body.name("kk").text)
    body.valid_to, body.edited = last, True
    body.save(update_fields=["valid_to", "edited"])
    _note(body, "close", day=day, act=act, by=by, now=now)
    return body


@transaction.atomic
def connect(*, body: Body, connected: bool, act: str, by: Any, now: datetime) -> Body:
    """Say whether a body takes questions here. Raises `BodyRefusal` bodies.no_act, bodies.not_in_force."""
    if not act.strip():
        raise BodyRefusal("bodies.no_act")
    day = legal_day(now)
    body = _locked([body])[0]
    if connected and body.valid_to and body.valid_to < day:
        raise BodyRefusal("bodies.not_in_force", body.name("kk").text)
    if body.connected != connected:
        body.connected = connected
        body.save(update_fields=["connected"])
        _note(body, "connect" if connected else "disconnect", day=day, act=act, by=by, now=now)
    return body


def check_slug(slug: str) -> None:
    """Raises `BodyRefusal` when a public address is malformed or is, or ever was, another body's."""
    if len(slug) > 80 or not _SLUG.fullmatch(slug):
        raise BodyRefusal("bodies.slug_bad", slug[:100])
    if Body.objects.filter(slug=slug).exists() or FormerAddress.objects.filter(slug=slug).exists():
        raise BodyRefusal("bodies.slug_taken", slug)


def legal_day(now: datetime) -> date:
    """The day in Kazakhstan at a moment."""
    return now.astimezone(_ZONE).date()


def _check_act(day: date, act: str, now: datetime) -> None:
    if not act.strip():
        raise BodyRefusal("bodies.no_act")
    if day > legal_day(now):
        raise BodyRefusal("bodies.day_ahead", day.isoformat())


def _locked(bodies: Iterable[Body]) -> list[Body]:
    """Fresh rows in the order given, locked in the order of ids so that two acts cannot wait for each other."""
    wanted = [body.pk for body in bodies]
    rows = {row.pk: row for row in Body.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")}
    return [rows[pk] for pk in wanted]


def _move_address(body: Body, slug: str, day: date) -> None:
    # A body may return to an address it once had itself.
    if not FormerAddress.objects.filter(slug=slug, body=body).delete()[0]:
        check_slug(slug)
    FormerAddress.objects.create(slug=body.slug, body=body, until=day - timedelta(days=1))
    body.slug = slug


def _take_over(
    old: Body, new: Body, kind: str, *, day: date, act: str, by: Any, now: datetime, ends: bool = True
) -> Succession:
    last = day - timedelta(days=1)
    if (old.valid_to and old.valid_to < last) or (old.valid_from and old.valid_from > last):
        raise BodyRefusal("bodies.not_in_force", old.name("kk").text)
    if new.valid_to and new.valid_to < day:
        raise BodyRefusal("bodies.not_in_force", new.name("kk").text)
    if old.invented != new.invented:
        raise BodyRefusal("bodies.invented_mixed")
    if new.pk in {row.pk for row in _forebears(old)}:
        raise BodyRefusal("bodies.circle", new.name("kk").text)
    if ends:
        old.valid_to, old.edited = last, True
        old.save(update_fields=["valid_to", "edited"])
    found, _ = Succession.objects.update_or_create(
        predecessor=old, successor=new, defaults={"kind": kind, "day": day, "act": act, "source": act}
    )
    return found


def _forebears(body: Body) -> list[Body]:
    found: dict[int, Body] = {}
    level = [body]
    while level:
        level = list(Body.objects.filter(successions__successor__in=level).exclude(pk__in=found))
        found |= {row.pk: row for row in level}
    return list(found.values())


def _only_names(names: dict[str, str | None]) -> dict[str, str | None]:
    unknown = set(names) - set(_NAMES)
    if unknown:
        raise TypeError(f"not columns of a name: {sorted(unknown)}")
    return {name: (text or "").strip() or None for name, text in names.items()}


def _note(body: Body, verb: str, *, day: date, act: str, by: Any, now: datetime, facts: Any = None) -> None:
    Change.objects.create(
        body=body, verb=verb, day=day, act=act, author=getattr(by, "pk", None), at=now, facts=facts or {}
    )
