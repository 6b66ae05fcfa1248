"""What readers report, moderators decide and authors appeal against."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q

from jariya.kernel.discussion import grounds, reviews, steps, telling, wordings
from jariya.kernel.discussion.lifecycle import MODERATORS, SHOWN
from jariya.kernel.discussion.models import Comment, Report, Review, Step, Wording
from jariya.kernel.discussion.refusals import changed, refused
from jariya.kernel.language import personal
from jariya.kernel.law.queries import law_now, norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of


def report(*, comment: Comment, ground: str, by: Person, now: dt.datetime) -> bool:
    """Say that a comment breaks a rule. It goes to the front of the queue; nothing is hidden by itself.

    Returns:
        Whether it is this person's first report of the comment.

    Raises:
        Refused: report.ground_missing, comment.changed_meanwhile.
    """
    _ground(ground, now, "report.ground_missing")
    if comment.status not in SHOWN:
        raise changed(comment.status)
    try:
        with transaction.atomic():
            Report.objects.create(comment=comment, person=by, ground=ground, at=now)
            reviews.open_review(comment, Review.Cause.REPORTED, now=now)
    except IntegrityError as error:
        if "report_once" not in str(error):
            raise
        return False
    return True


def claim(*, review: Review, by: Person, now: dt.datetime) -> Review:
    """Take a comment off the queue for a while. Of two who take it at once, one gets it.

    Raises:
        Refused: review.taken, review.decided, review.not_moderator, review.same_person, review.own_comment.
    """
    _may_moderate(review, by, now)
    until = now + dt.timedelta(minutes=norms_now().at(legal_day(now))["discussion.claim"].count)
    free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_until__lte=now)
    taken = Review.objects.filter(free, pk=review.pk, decided_at=None).update(claimed_by=by, claimed_until=until)
    review.refresh_from_db()
    if not taken:
        raise refused("review.decided" if review.decided_at else "review.taken")
    return review


def release(*, review: Review, by: Person) -> None:
    """Put one's claimed comment back into the queue."""
    Review.objects.filter(pk=review.pk, claimed_by=by, decided_at=None).update(claimed_by=None, claimed_until=None)


def keep(*, review: Review, by: Person, now: dt.datetime) -> Comment:
    """The comment stays: a moderator has looked at it."""
    with transaction.atomic():
        row, comment = _mine(review, by, now)
        steps.take(comment, "keep", by=by, now=now)
        _decide(row, Review.Decision.KEPT, by=by, now=now)
        return comment


def hide(*, review: Review, ground: str, reason: str, by: Person, now: dt.datetime) -> Comment:
    """Hide a comment on one of the published grounds, with a reason that the author reads.

    Raises:
        Refused: review.ground_missing, review.reason_missing, review.not_claimed ...
    """
    _ground(ground, now, "review.ground_missing")
    with transaction.atomic():
        row, comment = _mine(review, by, now)
        said = _reason(comment, reason, by, now, Wording.Part.REASON)
        comment.ground = ground
        steps.take(
            comment,
            "hide",
            by=by,
            now=now,
            codes={"ground": ground},
            digest=bytes(said.digest),
            changes=["ground"],
        )
        _decide(row, Review.Decision.HIDDEN, by=by, now=now, ground=ground, reason=said)
        telling.tell(comment, "comment_hidden", now=now)
        return comment


def redact(*, review: Review, public: str, by: Person, now: dt.datetime) -> Comment:
    """Blacken characters of the public copies; nothing else may change.

    Former versions get the same blocks wherever they hold the same piece.

    Raises:
        Refused: review.nothing_blackened, review.more_than_blackened.
    """
    public = public.replace("\r\n", "\n").strip("\n")
    with transaction.atomic():
        row, comment = _mine(review, by, now)
        versions = wordings.versions(comment)
        newest = versions[-1]
        if not personal.only_blackened(newest.text, public):
            raise refused("review.more_than_blackened")
        if public == newest.public:
            raise refused("review.nothing_blackened")
        pieces = _pieces(newest.text, public)
        for one in versions:
            copy = public if one.pk == newest.pk else _without(one.public, pieces)
            Wording.objects.filter(pk=one.pk).update(public_text=copy)
        steps.take(comment, "redact", by=by, now=now, codes={"version": newest.version})
        _decide(row, Review.Decision.REDACTED, by=by, now=now)
        telling.tell(comment, "comment_redacted", now=now)
        return comment


def appeal(*, comment: Comment, reason: str, by: Person, now: dt.datetime) -> Review:
    """Ask for another person's decision on one's hidden comment, within the term.

    Raises:
        Refused: appeal.too_late, appeal.reason_missing, comment.not_yours.
    """
    with transaction.atomic():
        row = steps.locked(comment)
        if row.author_id != by.pk:
            raise refused("comment.not_yours")
        if not reason.strip():
            raise refused("appeal.reason_missing")
        last = appeal_until(row)
        if last is not None and legal_day(now) > last:
            raise refused("appeal.too_late")
        said = wordings.write(row, reason.strip(), by=by, now=now, language=row.language, part=Wording.Part.APPEAL)
        steps.take(row, "appeal", by=by, now=now, digest=bytes(said.digest))
        return reviews.open_review(row, Review.Cause.APPEAL, now=now)


def decide_appeal(*, review: Review, restore: bool, reason: str, by: Person, now: dt.datetime) -> Comment:
    """Decide on an appeal: put the comment back or confirm its hiding. Never the person who hid it.

    Raises:
        Refused: review.same_person, review.reason_missing, review.not_claimed ...
    """
    with transaction.atomic():
        row, comment = _mine(review, by, now)
        said = _reason(comment, reason, by, now, Wording.Part.DECISION)
        codes = {"ground": comment.ground}
        if restore:
            comment.ground = ""
        verb = "restore" if restore else "uphold"
        steps.take(comment, verb, by=by, now=now, codes=codes, digest=bytes(said.digest), changes=["ground"])
        decision = Review.Decision.RESTORED if restore else Review.Decision.UPHELD
        _decide(row, decision, by=by, now=now, ground=codes["ground"], reason=said)
        telling.tell(comment, "comment_restored" if restore else "comment_upheld", now=now)
        return comment


def appeal_until(comment: Comment) -> dt.date | None:
    """The last day of an appeal against the hiding; None when the comment was not hidden."""
    hidden = Step.objects.filter(comment=comment, kind="hidden").order_by("-id").values_list("on", flat=True).first()
    if hidden is None:
        return None
    law = law_now()
    return law.norms.at(hidden)["discussion.appeal"].ends(hidden, law.calendar).day


def _may_moderate(review: Review, by: Person, now: dt.datetime) -> None:
    if not roles_of(by, body_id=review.body_id, day=legal_day(now)) & set(MODERATORS):
        raise refused("review.not_moderator")
    if review.comment.author_id == by.pk:
        raise refused("review.own_comment")
    if review.cause == Review.Cause.APPEAL:
        hid = Step.objects.filter(comment_id=review.comment_id, kind="hidden").order_by("-id").first()
        if hid is not None and hid.person_id == by.pk:
            raise refused("review.same_person")


def _mine(review: Review, by: Person, now: dt.datetime) -> tuple[Review, Comment]:
    """The review and its comment under locks, claimed by this person and undecided."""
    comment = steps.locked(review.comment)
    row: Review = Review.objects.select_for_update(of=("self",)).select_related("comment").get(pk=review.pk)
    if row.decided_at is not None:
        raise refused("review.decided")
    _may_moderate(row, by, now)
    if row.claimed_by_id != by.pk:
        raise refused("review.taken" if row.claimed_until and row.claimed_until > now else "review.not_claimed")
    return row, comment


def _decide(
    row: Review, decision: str, *, by: Person, now: dt.datetime, ground: str = "", reason: Wording | None = None
) -> None:
    row.decision, row.decided_by, row.decided_at, row.ground, row.reason = decision, by, now, ground, reason
    row.save(update_fields=["decision", "decided_by", "decided_at", "ground", "reason"])


def _ground(key: str, now: dt.datetime, code: str) -> None:
    if not any(row.key == key for row in grounds.in_force(legal_day(now), "kk")):
        raise refused(code)


def _reason(comment: Comment, text: str, by: Person, now: dt.datetime, part: str) -> Wording:
    if not text.strip():
        raise refused("review.reason_missing")
    return wordings.write(comment, text.strip(), by=by, now=now, language=comment.language, part=part)


def _pieces(original: str, public: str) -> list[str]:
    """What was blackened, piece by piece, longest first."""
    pieces, piece = [], ""
    for was, now in zip(original, public, strict=True):
        if now == "█" and was != "█" or piece and was == now == " ":
            piece += was
        else:
            pieces.append(piece.strip())
            piece = ""
    pieces.append(piece.strip())
    return sorted({one for one in pieces if one}, key=len, reverse=True)


def _without(text: str, pieces: list[str]) -> str:
    for piece in pieces:
        text = text.replace(piece, "".join(char if char.isspace() else "█" for char in piece))
    return text
