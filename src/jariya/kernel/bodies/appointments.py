"""The verbs around posts: appoint, dismiss, delegate, revoke, stand in. Days are legal days, both ends included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from jariya.kernel.bodies.errors import BodyRefusal
from jariya.kernel.bodies.models import Absence, Body, Delegation, DelegationScope, Holding, Post, PostKind


@transaction.atomic
def open_post(*, body: Body, kind: str, names: dict[str, str | None], source: str) -> Post:
    """A body gets a post after its last one. `names` maps "kk", "ru", "en" to its name.

    Raises `BodyRefusal` bodies.no_name, bodies.no_source, bodies.second_head.
    """
    columns = {f"name_{lang}": (names.get(lang) or "").strip() or None for lang in ("kk", "ru", "en")}
    if not any(columns.values()):
        raise BodyRefusal("bodies.no_name")
    if not source.strip():
        raise BodyRefusal("bodies.no_source")
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if kind == PostKind.HEAD and body.posts.filter(kind=kind).exists():
        raise BodyRefusal("bodies.second_head", status=409)
    last = body.posts.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else last + 1
    return Post.objects.create(body=body, kind=kind, order=order, source=source, **columns)


@transaction.atomic
def appoint(
    *, post: Post, holder: dict[str, str | None], since: date, source: str, until: date | None = None
) -> Holding:
    """A person holds a post from `since`. `holder` maps "kk", "ru", "en" to the public name.

    Raises `BodyRefusal` bodies.no_name, bodies.no_source, bodies.dates_reversed, bodies.post_held.
    """
    names = {f"holder_{lang}": (holder.get(lang) or "").strip() or None for lang in ("kk", "ru", "en")}
    if not any(names.values()):
        raise BodyRefusal("bodies.no_name")
    if not source.strip():
        raise BodyRefusal("bodies.no_source")
    _check_days(since, until)
    Post.objects.select_for_update().get(pk=post.pk)
    other = _overlapping(post.holdings.all(), since, until).first()
    if other:
        raise BodyRefusal("bodies.post_held", other.holder("kk").text, status=409)
    return Holding.objects.create(post=post, since=since, until=until, source=source, **names)


@transaction.atomic
def dismiss(*, holding: Holding, until: date) -> Holding:
    """The holder leaves the post; `until` is the last day. Absences and delegated powers of the post end no later.

    A delegation is an order of the post, not of the person, and stays. Raises `BodyRefusal` bodies.holding_over,
    bodies.dates_reversed.
    """
    holding = Holding.objects.select_for_update().get(pk=holding.pk)
    if holding.until is not None and holding.until <= until:
        raise BodyRefusal("bodies.holding_over", status=409)
    _check_days(holding.since, until)
    holding.until = until
    holding.save(update_fields=["until"])
    holding.absences.filter(since__gt=until).delete()
    holding.absences.filter(Q(until=None) | Q(until__gt=until)).update(until=until)
    return holding


@transaction.atomic
def delegate(
    *,
    from_post: Post,
    to_post: Post,
    scope: Sequence[str],
    order_ref: str,
    since: date,
    until: date | None = None,
    order_url: str | None = None,
) -> Delegation:
    """By a published order the holder of `to_post` may do what `scope` names for `from_post`.

    Raises `BodyRefusal` bodies.another_body, bodies.same_post, bodies.scope_unknown, bodies.no_order,
    bodies.dates_reversed.
    """
    _check_posts(from_post, to_post)
    unknown = [power for power in scope if power not in DelegationScope.values]
    if unknown or not scope:
        raise BodyRefusal("bodies.scope_unknown", unknown[0] if unknown else "")
    if not order_ref.strip():
        raise BodyRefusal("bodies.no_order")
    _check_days(since, until)
    return Delegation.objects.create(
        from_post=from_post, to_post=to_post, scope=sorted(set(scope)), order_ref=order_ref.strip(),
        order_url=order_url, since=since, until=until,
    )  # fmt: skip


@transaction.atomic
def revoke(*, delegation: Delegation, until: date) -> Delegation:
    """A delegation ends; `until` is its last day. What was signed under it stays signed."""
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    _check_days(delegation.since, until)
    if delegation.until is None or until < delegation.until:
        delegation.until = until
        delegation.save(update_fields=["until"])
    return delegation


@transaction.atomic
def stand_in(*, holding: Holding, deputy: Post | None, since: date, until: date | None = None) -> Absence:
    """The holder is away and the holder of `deputy` acts for the post (None: nobody is named).

    Raises `BodyRefusal` bodies.another_body, bodies.same_post, bodies.dates_reversed, bodies.already_absent.
    """
    if deputy is not None:
        _check_posts(holding.post, deputy)
    _check_days(since, until)
    Holding.objects.select_for_update().get(pk=holding.pk)
    if _overlapping(holding.absences.all(), since, until).exists():
        raise BodyRefusal("bodies.already_absent", status=409)
    return Absence.objects.create(holding=holding, deputy=deputy, since=since, until=until)


def _check_days(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise BodyRefusal("bodies.dates_reversed", until.isoformat())


def _check_posts(one: Post, other: Post) -> None:
    if one.pk == other.pk:
        raise BodyRefusal("bodies.same_post")
    if one.body_id != other.body_id:
        raise BodyRefusal("bodies.another_body")


def _overlapping(rows: Any, since: date, until: date | None) -> Any:
    rows = rows.filter(Q(until=None) | Q(until__gte=since))
    return rows.filter(Q(since=None) | Q(since__lte=until)) if until else rows


@transaction.atomic
def come_back(*, absence: Absence, until: date) -> None:
    """The holder is back after `until`, the last day away. An absence that had not begun by then is taken away."""
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if until < absence.since:
        absence.delete()
    elif absence.until is None or until < absence.until:
        absence.until = until
        absence.save(update_fields=["until"])
