"""What follows a step of a comment in the same transaction: its leaf in the public record, and the search index.

It stands here because discussion, search and record do not know each other. Hiding leaves the index at once; adding to
it follows by a job, because the index locks words that are new to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from jariya.kernel.discussion import kinds, wordings
from jariya.kernel.discussion.leaves import key_of
from jariya.kernel.discussion.lifecycle import SHOWN
from jariya.kernel.discussion.models import Comment, Step
from jariya.kernel.discussion.steps import Happened
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.leaves import LOG
from jariya.kernel.record import actions as record
from jariya.kernel.record.actions import NewLeaf
from jariya.kernel.record.leaves import canonical
from jariya.kernel.search import actions as index
from jariya.project import recording

INDEXED = frozenset({"posted", "answered", "edited", "redacted", "restored"})
LEAVES = frozenset({"hidden", "withdrawn"})


def listener(happened: Happened) -> None:
    """Queue the leaf; take what is hidden out of the index; let a job put in what is new."""
    comment, step = happened.comment, happened.step
    if step.public:
        step.comment = comment
        record.append(LOG, [_leaf(step)], now=happened.now)
    if step.kind in LEAVES:
        index.remove(ref(comment.pk))
    elif step.kind in INDEXED:
        if step.kind != "posted":
            # What was blackened must not be found until the job has come.
            index.remove(ref(comment.pk))
        index_comment.defer(comment_id=comment.pk)


def ref(comment_id: int) -> str:
    """Name of a comment in the index."""
    return f"comment:{comment_id}"


def document(comment: Comment) -> index.Document | None:
    """A comment as the index holds it: its public copy. None while nobody may read it."""
    case, discussed = comment.case, kinds.of(comment.case)
    if comment.status not in SHOWN or case.visibility != "public" or case.sealed or discussed is None:
        return None
    wording = wordings.current([comment]).get(comment.pk)
    if wording is None or wording.erased_at:
        return None
    title, _lang = discussed.title(case, comment.language)
    return index.Document(
        ref=ref(comment.pk),
        language=comment.language,
        portal="discussion",
        kind="comment",
        day=legal_day(comment.at),
        title=title,
        url_name="discussion:comment",
        url_args=[comment.public_id],
        text=wording.public,
        body=case.body_id,
        region=case.region_id,
        answered=comment.answered_at is not None,
        invented=case.invented,
    )


@app.task(name="discussion.index_comment", queue="notices")
def index_comment(comment_id: int) -> None:
    """The job of `bring`."""
    close_old_connections()
    try:
        bring(comment_id)
    finally:
        close_old_connections()


def bring(comment_id: int) -> None:
    """Put a comment into the index as it is now; a comment hidden meanwhile stays out."""
    with transaction.atomic():
        # The lock holds off a moderator: what is put in here cannot be hidden a moment before.
        rows = Comment.objects.select_for_update(of=("self",)).select_related("case__body")
        comment = rows.filter(pk=comment_id).first()
        if comment is not None and (found := document(comment)) is not None:
            index.put(found)


def rows(after: int, up_to: int, limit: int) -> Sequence[tuple[int, NewLeaf | None]]:
    """Steps by their ids, each with its leaf where it has one: `sources.Source.rows`."""
    found = Step.objects.filter(id__gt=after, id__lte=up_to).select_related(
        "comment__case__region", "comment__case__body", "body__region"
    )
    return [(step.pk, _leaf(step) if step.public else None) for step in found.order_by("id")[:limit]]


def shown(keys: Iterable[str]) -> set[str]:
    """Of these leaves, those whose commitments anyone may see opened: comments that anyone may read."""
    ids = {int(key.partition(":")[2]): key for key in keys if key.startswith("comment:")}
    visible = Step.objects.filter(
        pk__in=ids,
        public=True,
        comment__status__in=SHOWN,
        comment__case__visibility="public",
        comment__case__sealed=False,
    )
    return {ids[pk] for pk in visible.values_list("pk", flat=True)}


def horizon() -> int:
    """The largest step id below which no transaction can add a step any more."""
    return recording.horizon_of("discussion_step")


def _leaf(step: Step) -> NewLeaf:
    comment = step.comment
    case, at = comment.case, step.at.astimezone(dt.UTC)
    hour = at.strftime("%Y-%m-%dT%H")
    region = case.region or step.body.region
    code = region.code if region else ""
    content = canonical(
        {
            "v": 1,
            "kind": f"comment.{step.kind}",
            "case": case.public_id,
            "comment": comment.public_id,
            "event": recording.mark_of(comment.public_id, step.pk),
            "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "hour": hour,
            "body": step.body.slug,
            "region": code,
            "role": step.role,
            "codes": step.codes,
            "digest": bytes(step.digest).hex() if step.digest else None,
        }
    )
    if recording.is_public(case):
        return record.sealed(f"comment.{step.kind}", content, hour=hour, key=key_of(step.pk), region=code)
    return record.sealed("sealed", content, hour=hour, key=key_of(step.pk))
