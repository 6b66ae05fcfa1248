"""The verbs of a head's post."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.language.beside import Words
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.kernel.signing.step import salted_digest
from jariya.portals.dialogue.blog.lifecycle import KIND, head_known
from jariya.portals.dialogue.blog.models import BlogPost, BlogVersion
from jariya.portals.dialogue.mandate import extra_roles, head_post, holding_on, speaking_post


def latest(case: Case) -> BlogVersion:
    """The newest version of a post."""
    return BlogVersion.objects.filter(blog_post_id=case.pk).latest("number")


def prepare(*, body: Body, words: Words, by: Person, now: dt.datetime, key: str | None = None) -> Outcome:
    """Write a post for the head of a body; nobody else sees it.

    Raises:
        Refused: blog.no_head where the register has no post of a head.
    """
    post = head_post(body.pk)
    if post is None:
        raise Refused(head_known.code, head_known.title, head_known.remedy)

    def rows(case: Case, _event: Event) -> None:
        made = BlogPost.objects.create(case=case, post=post)
        _write(made, 1, words, by=by, now=now)

    return engine.prepare(KIND, body=body, by=by, now=now, rows=rows, key=key)


def rework(*, case: Case, words: Words, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change a prepared post."""
    version = latest(case)

    def rows(_case: Case, _event: Event) -> None:
        BlogVersion.objects.filter(pk=version.pk).update(by=by, at=now, **words.__dict__)

    facts = {"differs": words != Words.of(version)}
    return engine.act(case, "rework", by=by, now=now, facts=facts, rows=rows, **options)


def publish(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Publish a post in the name of the head who holds the office today."""
    version, today = latest(case), legal_day(now)
    post = Post.objects.get(blog_posts__case=case)
    holding, words = holding_on(post, today), Words.of(version)
    signer = speaking_post(case.body_id, by, today)

    def rows(locked: Case, _event: Event) -> None:
        BlogVersion.objects.filter(pk=version.pk).update(public=True)
        BlogPost.objects.filter(case=locked).update(published_at=now, holding=holding)

    return engine.act(
        case,
        "publish",
        by=by,
        now=now,
        facts={"whole": words.whole, "head_known": holding is not None},
        codes={"signer_post": signer.pk if signer else None, "version": version.number},
        changes={"visibility": "public"},
        rows=rows,
        digest=salted_digest(case.public_id.encode(), words.joined),
        extra_roles=extra_roles(case.body_id, by, today),
        alerts=(f"post:{post.pk}",),
        **options,
    )


def correct(
    *, case: Case, words: Words, corrected_kk: str, corrected_ru: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Publish a corrected version; the former ones stay readable. Arguments say, in both languages, what was mended."""
    before = latest(case)

    def rows(locked: Case, _event: Event) -> None:
        post = BlogPost.objects.get(case=locked)
        made = _write(post, before.number + 1, words, by=by, now=now)
        BlogVersion.objects.filter(pk=made.pk).update(
            public=True, corrected_kk=corrected_kk.strip(), corrected_ru=corrected_ru.strip()
        )
        BlogPost.objects.filter(case=locked).update(version=made.number)

    # Somebody else's version of this moment must not be taken for the one that was compared.
    options.setdefault("version", case.version)
    return engine.act(
        case,
        "correct",
        by=by,
        now=now,
        facts={"whole": words.whole, "differs": words != Words.of(before), **_said(corrected_kk, corrected_ru)},
        codes={"version": before.number + 1},
        rows=rows,
        digest=salted_digest(case.public_id.encode(), words.joined),
        extra_roles=extra_roles(case.body_id, by, legal_day(now)),
        **options,
    )


def withdraw(*, case: Case, reason_kk: str, reason_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Take a post back: its text leaves every exit, a stub with the reason stays."""

    def rows(locked: Case, _event: Event) -> None:
        BlogPost.objects.filter(case=locked).update(withdrawn_kk=reason_kk.strip(), withdrawn_ru=reason_ru.strip())

    return engine.act(
        case,
        "withdraw",
        by=by,
        now=now,
        facts=_said(reason_kk, reason_ru),
        rows=rows,
        extra_roles=extra_roles(case.body_id, by, legal_day(now)),
        **options,
    )


def drop(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Throw a prepared post away."""
    return engine.act(case, "drop", by=by, now=now, **options)


def _said(kk: str, ru: str) -> dict[str, str]:
    return {"said_kk": kk.strip(), "said_ru": ru.strip()}


def _write(post: BlogPost, number: int, words: Words, *, by: Person, now: dt.datetime) -> BlogVersion:
    return BlogVersion.objects.create(blog_post=post, number=number, by=by, at=now, **words.__dict__)
