"""The verbs of a filing. Each locks its row, asks the table, and registers by the same action as a citizen's own."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.files.models import Upload
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people import accounts, codes, sealing
from jariya.kernel.people.models import Channel as By
from jariya.kernel.people.models import Level, Person
from jariya.kernel.people.queries import roles_of
from jariya.office.filing import coupons, kinds, scans
from jariya.office.filing.lifecycle import TABLE, Channel, Document, Status
from jariya.office.filing.models import Filing
from jariya.office.filing.refusals import refused

ASSISTANTS = frozenset({"assistant"})
REGISTRY = frozenset({"officer", "deputy", "head", "ati_officer"})
"""Who enters in a body what reached it on paper or by word of mouth."""
SEEN, UNPROVEN = "seen", "none"
"""Means by which a person without a telephone is known: a document was shown to a clerk; nothing was."""
_ZONE = ZoneInfo("Asia/Almaty")


def begin(
    *,
    clerk: Person,
    office: Body,
    channel: str,
    kind: str,
    body: Body,
    language: str,
    title: str,
    points: list[str],
    public: bool,
    now: dt.datetime,
    document: str = Document.NONE,
    phone: str = "",
    answer_by_sms: bool = False,
    received_on: dt.date | None = None,
    late_reason: str = "",
    reply_to: str = "",
    token: uuid.UUID | None = None,
) -> Filing:
    """Write down a letter for somebody else. Nothing is registered yet.

    Args:
        office: where the clerk sits; for every channel but `assisted` it is the body that is to answer.
        phone: normalised number `+77…` of the person, or empty.
        received_on: day on which a letter on paper arrived, where it is earlier than today.
        reply_to: postal address as the letter gives it; kept sealed.
        token: names the filing; the same one of the same clerk a second time gives the first filing back.

    Raises:
        Refused: not_a_clerk, own_body, other_body, kind_unknown, day_ahead, reason_missing.
    """
    _may(clerk, office, channel, body, legal_day(now))
    if kinds.of(kind) is None:
        raise refused("filing.kind_unknown")
    if token is not None and (before_it := by_token(token, clerk)):
        return before_it
    filing = Filing(channel=channel, office=office, clerk=clerk, kind=kind, body=body, begun_at=now)
    filing.token = token or uuid.uuid4()
    _write(
        filing,
        language=language,
        title=title,
        points=points,
        public=public,
        document=document,
        phone=phone,
        answer_by_sms=answer_by_sms,
        received_on=received_on,
        late_reason=late_reason,
        reply_to=reply_to,
        today=legal_day(now),
    )
    filing.save(force_insert=True)
    return filing


def rewrite(*, filing: Filing, by: Person, now: dt.datetime, **texts: Any) -> Filing:
    """Change what was written down; it is read back anew. Arguments as in `begin`, from `language` on."""

    texts.pop("token", None)

    def do(locked: Filing) -> None:
        _write(locked, today=legal_day(now), **texts)
        locked.save()

    return _step(filing, "write", by, now, do)


def read_back(*, filing: Filing, by: Person, now: dt.datetime) -> Filing:
    """The text was read to the person, who agrees with it."""
    return _step(filing, "read_back", by, now, lambda locked: locked.save(update_fields=["status"]))


def abandon(*, filing: Filing, by: Person, now: dt.datetime) -> Filing:
    """Send nothing; text, number and address are erased."""
    return _step(filing, "abandon", by, now, _erase)


def send_code(*, filing: Filing, by: Person, network: str, now: dt.datetime) -> codes.NotSent | None:
    """Send the one-time code to the person's telephone; None, or why it was not sent.

    Raises:
        Refused: filing.no_phone, filing.not_in_this_state.
    """
    if filing.status != Status.READ_BACK or filing.clerk_id != by.pk:
        raise refused("filing.not_in_this_state")
    phone = phone_of(filing)
    if not phone:
        raise refused("filing.no_phone")
    sent = codes.send(By.SMS, phone, network=network, language=filing.language, now=now, words=codes.helped_text)
    if isinstance(sent, codes.NotSent):
        return sent
    Filing.objects.filter(pk=filing.pk).update(code_id=sent.pk)
    filing.code_id = sent.pk
    return None


def confirm_by_code(*, filing: Filing, typed: str, by: Person, now: dt.datetime) -> str:
    """Register the letter when the code is right: "ok", or the stable code of what is wrong with it.

    Raises:
        Refused: the letter cannot be registered; the code is then spent and a new one is sent.
    """
    if filing.status == Status.REGISTERED:
        return "ok"
    phone = phone_of(filing)
    if not phone or filing.code_id is None:
        return "code_unknown"
    result = codes.check(filing.code_id, By.SMS, phone, typed, now=now)
    if result != "ok":
        return result

    def who(locked: Filing) -> Person:
        person = accounts.open_or_find(By.SMS, phone, language=locked.language, now=now)
        if not person.is_active:
            raise refused("filing.account_closed")
        if accounts.official(person, legal_day(now)):
            raise refused("filing.account_official")
        return person

    _register(filing, "confirm_by_code", by, now, who=who, identity=Level.PHONE.value, proof="code")
    return "ok"


def confirm_by_hand(*, filing: Filing, scan: UploadedFile | None, by: Person, now: dt.datetime) -> Filing:
    """Register the letter on the scan of the printed text that the person signed.

    The account is bound to the coupon's secret word alone; a number that no code confirmed is not kept.

    Raises:
        Refused: the scan is missing or no scan, filing.not_in_this_state.
    """
    filing = Filing.objects.get(pk=filing.pk)
    if filing.status == Status.REGISTERED and filing.clerk_id == by.pk:
        return filing  # the same form, sent twice
    if filing.status not in TABLE["confirm_by_hand"].source:
        raise refused("filing.not_in_this_state")
    upload = scans.taken(scan, by=by, now=now)
    return _register(
        filing, "confirm_by_hand", by, now, who=_nameless, identity=_seen(filing), proof="hand", scan=upload
    )


def enter(*, filing: Filing, scan: UploadedFile | None, by: Person, now: dt.datetime) -> Filing:
    """Register a letter that came on paper, with its scan. Its term runs from the day on which it arrived.

    Raises:
        Refused: the scan is missing or no scan, filing.not_in_this_state.
    """
    filing = Filing.objects.get(pk=filing.pk)
    if filing.status == Status.REGISTERED and filing.clerk_id == by.pk:
        return filing  # the same form, sent twice
    if filing.status not in TABLE["enter"].source:
        raise refused("filing.not_in_this_state")
    upload = scans.taken(scan, by=by, now=now)
    return _register(filing, "enter", by, now, who=_nameless, identity=UNPROVEN, proof="letter", scan=upload)


def forget_unfinished(*, now: dt.datetime) -> int:
    """Erase what nobody went on with since the day before; a periodic job. Returns how many."""
    day = dt.datetime.combine(legal_day(now), dt.time(), _ZONE)
    gone = 0
    for filing in Filing.objects.filter(status__in=[Status.WRITTEN, Status.READ_BACK], begun_at__lt=day)[:500]:
        with transaction.atomic():
            locked = Filing.objects.select_for_update().get(pk=filing.pk)
            if locked.status in TABLE["forget"].source:
                locked.status = Status.ABANDONED
                _erase(locked)
                gone += 1
    return gone


def phone_of(filing: Filing) -> str:
    """The number as normalised, while the filing keeps it; empty when there is none."""
    plain = sealing.unseal(filing.phone_sealed) if filing.phone_sealed else None
    return plain.decode() if plain else ""


def _may(clerk: Person, office: Body, channel: str, body: Body, day: dt.date) -> None:
    held = roles_of(clerk, body_id=office.pk, day=day)
    if not held & (ASSISTANTS if channel == Channel.ASSISTED else REGISTRY):
        raise refused("filing.not_a_clerk")
    if channel == Channel.ASSISTED:
        # Who prepares the answer must not have written the question.
        if roles_of(clerk, body_id=body.pk, day=day) & REGISTRY:
            raise refused("filing.own_body")
    elif office.pk != body.pk:
        raise refused("filing.other_body")


def _write(
    filing: Filing,
    *,
    language: str,
    title: str,
    points: list[str],
    public: bool,
    document: str,
    phone: str,
    answer_by_sms: bool,
    today: dt.date,
    received_on: dt.date | None = None,
    late_reason: str = "",
    reply_to: str = "",
) -> None:
    if received_on is not None and received_on > today:
        raise refused("filing.day_ahead")
    if received_on == today:
        received_on = None
    if received_on is not None and not late_reason.strip():
        raise refused("filing.reason_missing")
    filing.language, filing.title, filing.points, filing.public = language, title, points, public
    filing.document = document
    filing.phone_sealed = sealing.seal(phone.encode()) if phone else None
    filing.answer_by_sms = bool(answer_by_sms and phone)
    filing.received_on, filing.late_reason = received_on, late_reason.strip() if received_on else ""
    filing.reply_sealed = sealing.seal(reply_to.encode()) if reply_to.strip() else None
    filing.code_id = None


def _step(filing: Filing, verb: str, by: Person, now: dt.datetime, do: Callable[[Filing], Any]) -> Filing:
    with transaction.atomic():
        locked = _locked(filing, verb, by, now)
        locked.status = TABLE[verb].target
        do(locked)
    return locked


def _locked(filing: Filing, verb: str, by: Person, now: dt.datetime) -> Filing:
    rows = Filing.objects.select_for_update(of=("self",)).select_related("office", "body", "clerk")
    locked: Filing = rows.get(pk=filing.pk)
    if locked.clerk_id != by.pk:
        raise refused("filing.not_a_clerk")
    _may(by, locked.office, locked.channel, locked.body, legal_day(now))
    if locked.status not in TABLE[verb].source:
        raise refused("filing.not_in_this_state")
    return locked


def _erase(filing: Filing) -> None:
    filing.title, filing.points, filing.phone_sealed, filing.reply_sealed = "", [], None, None
    filing.code_id = None
    filing.save()


def _nameless(filing: Filing) -> Person:
    return accounts.open_without_address(language=filing.language, now=filing.begun_at, invented=filing.body.invented)


def _seen(filing: Filing) -> str:
    return UNPROVEN if filing.document == Document.NONE else SEEN


def received_moment(filing: Filing) -> dt.datetime | None:
    """Noon of the stated day: the calendar then decides on which day it is registered."""
    if filing.received_on is None:
        return None
    return dt.datetime.combine(filing.received_on, dt.time(12), _ZONE)


def _register(
    filing: Filing,
    verb: str,
    by: Person,
    now: dt.datetime,
    *,
    who: Callable[[Filing], Person],
    identity: str,
    proof: str,
    scan: Upload | None = None,
) -> Filing:
    """Open the account, register the letter, seal the scan, make the coupon, forget the texts: all or nothing."""
    with transaction.atomic():
        fresh = Filing.objects.select_for_update().get(pk=filing.pk)
        if fresh.status == Status.REGISTERED and fresh.clerk_id == by.pk:
            return fresh  # the same form, sent twice
        locked = _locked(filing, verb, by, now)
        kind = kinds.of(locked.kind)
        if kind is None:
            raise refused("filing.kind_unknown")
        person = who(locked)
        case = kind.open(
            by=person,
            body=locked.body,
            title=locked.title,
            points=list(locked.points),
            language=locked.language,
            public=locked.public,
            identity=identity,
            channel=locked.channel,
            received_at=received_moment(locked),
            noted={"channel": locked.channel, "office": locked.office_id, "clerk": by.pk, "proof": proof},
            key=f"filing:{locked.token}",
            now=now,
        ).case
        locked.status, locked.person, locked.case = TABLE[verb].target, person, case
        locked.proof, locked.registered_at = proof, now
        locked.title, locked.points, locked.phone_sealed, locked.code_id = "", [], None, None
        locked.save()
        if scan:
            scans.keep(case, scan, by=by, now=now)
        coupons.issue(case, now=now)
    return locked


def by_token(token: uuid.UUID, clerk: Person) -> Filing | None:
    """The clerk's own filing; another's answers as none."""
    rows = Filing.objects.filter(token=token, clerk=clerk).select_related("office", "body", "case", "case__letter")
    found: Filing | None = rows.first()
    return found


def helped(case: Case, person: Person) -> bool:
    """Whether this person filed the case for its asker as an assistant: the answer is then closed to them."""
    cases = [case.pk, *([case.parent_id] if case.parent_id else [])]
    return Filing.objects.filter(case_id__in=cases, clerk=person, channel=Channel.ASSISTED).exists()
