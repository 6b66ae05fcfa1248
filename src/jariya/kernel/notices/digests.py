"""One digest a person for an edition of the law that moved due days: written at once, sent by mail or SMS after.

An edition may move a million days; people hear of it once each, on the site and by their own channel. The rows stay
the truth: `DueChange` has each old and new day.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import DueChange, Obligation
from jariya.kernel.notices import about, mail, reach
from jariya.kernel.notices.channels import brand
from jariya.kernel.notices.delivery import GIVE_UP, LEASE, OUTAGE_WAIT, wait
from jariya.kernel.notices.failures import Later, Never
from jariya.kernel.notices.models import Digest, DigestRun, OutboxState, Preference
from jariya.kernel.notices.push import vapid
from jariya.kernel.notices.push.sending import Sender, Words
from jariya.kernel.people import sms
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import bodies_of

log = logging.getLogger("jariya.notices")
CAUSES = ("calendar", "norm")
BATCH = 50
PAGE = 50

# The asker hears of every public term of the case; the state's side of it is the officer who prepares the answer, or
# every officer of the body while nobody does.
_WRITE = """
WITH changed AS (
    SELECT o.id, o.public, o.body_id, o.assignee_id, c.person_id
    FROM lifecycle_duechange d JOIN lifecycle_obligation o ON o.id = d.obligation_id
    JOIN lifecycle_case c ON c.id = o.case_id
    WHERE d.cause = %(cause)s AND d.edition = %(edition)s
), told AS (
    SELECT person_id AS person, 1 AS own, 0 AS work FROM changed WHERE public AND person_id IS NOT NULL
    UNION ALL
    SELECT assignee_id, 0, 1 FROM changed WHERE assignee_id IS NOT NULL
    UNION ALL
    SELECT r.person_id, 0, 1 FROM changed JOIN (
        SELECT DISTINCT person_id, body_id FROM people_role
        WHERE kind = 'officer' AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)
    ) r ON r.body_id = changed.body_id WHERE changed.assignee_id IS NULL
)
INSERT INTO notices_digest (person_id, cause, edition, own, work, token, at, state, tries, next_try_at)
SELECT person, %(cause)s, %(edition)s, sum(own), sum(work), gen_random_uuid(), %(now)s, 'queued', 0, %(now)s
FROM told JOIN people_person p ON p.id = person AND p.is_active GROUP BY person
ON CONFLICT (person_id, cause, edition) DO NOTHING
"""


def write(*, cause: str, edition: int, now: dt.datetime) -> int:
    """Write the digests of an edition, once. Set-based: a million changed days take seconds, in one transaction.

    Args:
        cause: `calendar` or `norm`, as in `DueChange`.
        edition: number of the edition of the calendar or of the norms.

    Returns:
        How many people have one.
    """
    with transaction.atomic():
        run, fresh = DigestRun.objects.get_or_create(cause=cause, edition=edition, defaults={"at": now, "people": 0})
        if not fresh:
            return run.people
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, {"cause": cause, "edition": edition, "day": legal_day(now), "now": now})
            run.people = cursor.rowcount
        run.save(update_fields=["people"])
    return run.people


@dataclass(frozen=True)
class Line:
    """A digest as the inbox shows it."""

    digest: Digest
    sentence: str

    @property
    def read(self) -> bool:
        """Whether it was read."""
        return self.digest.read_at is not None


def sentence(digest: Digest) -> str:
    """What the digest says, in the reader's language."""
    own, work = digest.own, digest.work
    if digest.cause == "calendar":
        said = _("The calendar of working days has a new edition.")
    else:
        said = _("A norm that terms are counted by was corrected.")
    if own:
        count = ngettext("%(num)s due day of your cases moved.", "%(num)s due days of your cases moved.", own)
        said += " " + count % {"num": own}
    if work:
        count = ngettext(
            "%(num)s due day that you or your body keep moved.",
            "%(num)s due days that you or your body keep moved.",
            work,
        )
        said += " " + count % {"num": work}
    return said


def latest(person: Person, *, most: int = 3) -> list[Line]:
    """The person's unread digests, newest first. One query."""
    rows = Digest.objects.filter(person=person, read_at__isnull=True).order_by("-id")[:most]
    return [Line(row, sentence(row)) for row in rows]


def changes(digest: Digest, *, after: str | None = None) -> tuple[list[DueChange], str | None]:
    """A page of the due days that a digest is about, and the key of the next page or None.

    Args:
        after: public id of the last case shown.
    """
    bodies = bodies_of(digest.person, day=legal_day(digest.at), kinds=frozenset({"officer"}))
    terms = Obligation.objects.order_by()
    # A union, each part by its own index: one condition with OR would read every term there is.
    own = terms.filter(case__person=digest.person, public=True).values("pk")
    work = terms.running().filter(assignee=digest.person).values("pk")
    theirs = terms.running().filter(assignee__isnull=True, body_id__in=bodies).values("pk")
    rows = DueChange.objects.filter(
        obligation_id__in=own.union(work, theirs), cause=digest.cause, edition=digest.edition
    )
    if after and (case := ids.normal(after)):
        last = DueChange.objects.filter(
            obligation__case__public_id=case, cause=digest.cause, edition=digest.edition
        ).aggregate(last=Max("pk"))["last"]
        rows = rows.filter(pk__gt=last or 0)
    found = list(rows.select_related("obligation__case__body").order_by("id")[: PAGE + 1])
    more = len(found) > PAGE
    return found[:PAGE], found[PAGE - 1].obligation.case.public_id if more else None


def deliver(now: dt.datetime, *, batch: int = BATCH) -> int:
    """Send what waits: by mail, or by SMS to whom mail does not reach. At least once each, after any crash.

    Returns:
        How many left the house.
    """
    sent, began = 0, time.monotonic()
    post: Any = None
    browsers = Sender()
    try:
        while rows := _claim(now + dt.timedelta(seconds=time.monotonic() - began), batch):
            chosen = {row.person_id: row for row in Preference.objects.filter(person__in=[one.person for one in rows])}
            post = post or get_connection()
            for row in rows:
                moment = now + dt.timedelta(seconds=time.monotonic() - began)
                try:
                    left = _send(row, chosen.get(row.person_id), post, browsers)
                except OSError as error:  # SMTPException is one
                    if mail.permanent(error):
                        _settle(row, OutboxState.FAILED)
                        continue
                    _later(row, moment, OUTAGE_WAIT if mail.unreachable(error) else wait(row.tries))
                    if mail.unreachable(error):
                        return sent
                except sms.SmsError as error:
                    if error.code == "sms_refused":
                        _settle(row, OutboxState.FAILED)
                    else:
                        _later(row, moment, wait(row.tries))
                except Later:
                    _later(row, moment, wait(row.tries))
                else:
                    _settle(row, OutboxState.SENT if left else OutboxState.SKIPPED)
                    sent += left
    finally:
        if post is not None:
            try:
                post.close()
            except Exception:
                log.info("the mail server was gone at the end of a batch")
    return sent


def _claim(now: dt.datetime, batch: int) -> list[Digest]:
    with transaction.atomic():
        due = Digest.objects.filter(state=OutboxState.QUEUED, next_try_at__lte=now)
        mine = list(
            due.select_for_update(skip_locked=True).order_by("next_try_at", "id").values_list("pk", flat=True)[:batch]
        )
        Digest.objects.filter(pk__in=mine).update(next_try_at=now + LEASE, tries=F("tries") + 1)
    return list(Digest.objects.filter(pk__in=mine).select_related("person").order_by("id"))


def _settle(row: Digest, state: OutboxState) -> None:
    Digest.objects.filter(pk=row.pk).update(state=state)


def _later(row: Digest, now: dt.datetime, pause: dt.timedelta) -> None:
    if now - row.at > GIVE_UP:
        _settle(row, OutboxState.FAILED)
    else:
        Digest.objects.filter(pk=row.pk).update(next_try_at=now + pause)


def _send(row: Digest, preference: Preference | None, post: Any, browsers: Sender) -> bool:
    """True when it left; False when this person is not told outside the site (no address, or switched off)."""
    person, chosen = row.person, preference.chosen if preference else {}
    why = about.OWN if row.own else about.ASSIGNED
    has_mail = reach.by_mail(person, preference.mail_refused_at if preference else None)
    has_phone = sms.available() and bool(person.phone and person.phone_confirmed_at)
    left = False
    with translation.override(person.language):
        if has_mail and about.wants(why.code, about.MAIL, chosen, has_mail=True):
            post.open()
            _letter(row, why, preference or Preference.objects.get_or_create(person=person)[0], post).send()
            left = True
        if has_phone and why.sms and about.wants(why.code, about.SMS, chosen, has_mail=has_mail):
            sms.send(person.phone or "", short(), message_id=str(row.token))
            left = True
        if vapid.available() and about.wants(why.code, about.PUSH, chosen, has_mail=has_mail):
            left = _push(row, browsers, left) or left
    return left


def _push(row: Digest, browsers: Sender, left: bool) -> bool:
    """True when a browser took it. Not now is a reason to try again only while nothing else told the person."""
    path = reverse("notices:digest", args=[row.token])
    words = Words(brand(settings.DEMO or row.person.invented), _("Due days moved"), path, row.person.language, "low")
    try:
        browsers.tell(row.person, row.token, words)
    except Never:
        return False
    except Later:
        if not left:
            raise
        return False
    return True


def short() -> str:
    """The SMS: at most 70 characters (one message in UCS-2) in each language, without personal data."""
    mark = pgettext("sms", "DEMO ") if settings.DEMO else ""
    return f"{mark}{pgettext('sms', 'Jariya')}: {_('due days of your cases moved, see the site')}"


def _letter(row: Digest, why: about.About, preference: Preference, post: Any) -> EmailMessage:
    language = row.person.language
    unsubscribe = mail.unsubscribe_address(preference.unsubscribe_token, why.code, language)
    invented = settings.DEMO or row.person.invented
    subject = _("Due days moved")
    lines = [_("INVENTED DATA").upper(), ""] if invented else []
    lines += [sentence(row), "", _("Each day, the old one and the new one:")]
    lines.append(f"{settings.PUBLIC_URL}{reverse('notices:digest', args=[row.token])}")
    lines += ["", "-- ", str(why.reason), f"{_('No more mail of this kind')}: {unsubscribe}", ""]
    return EmailMessage(
        subject=f"[{_('INVENTED DATA')}] {subject}" if invented else subject,
        body="\n".join(lines),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[row.person.email or ""],
        headers={
            "Message-ID": mail.message_id(row.token),
            "Date": formatdate(row.at.timestamp()),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            **({"X-Jariya-Demo": "true"} if invented else {}),
        },
        connection=post,
    )


def untold(cause: str, editions: Sequence[int]) -> list[int]:
    """Which of these editions have no digests yet. One query."""
    told = set(DigestRun.objects.filter(cause=cause, edition__in=editions).values_list("edition", flat=True))
    return [number for number in editions if number not in told]
