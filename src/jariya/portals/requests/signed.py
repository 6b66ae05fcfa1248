"""What a person and a head sign by EDS: the request before it is registered, the decision before it is sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import signatures
from jariya.kernel.files import uploads
from jariya.kernel.files.queries import digests
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Level, Person
from jariya.kernel.signing import acts
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.policy import CITIZEN, ORGANISATION
from jariya.kernel.signing.step import Matter, read
from jariya.portals.requests import actions
from jariya.portals.requests.actions.deciding import content, drafted
from jariya.portals.requests.models import Draft, SignedDraft, Text, Track

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

ASK = "request.ask"
ANSWER = "request.answer"
ASK_TITLE = _("Request for information to %(body)s")
ANSWER_TITLE = _("Decision on request %(number)s")
COPIED = ("key", "language", "title", "points", "subject", "media", "track", "embargo_until", "files", "more_bodies")


def connect() -> None:
    """Make the two acts known to `signing`; called once by `project/wiring.py`."""
    acts.register(ASK, CITIZEN, asked, title=_("Sign your request"))
    acts.register(ANSWER, ORGANISATION, answered, title=_("Sign the decision"))


def text_arguments(text: Text) -> dict[str, Any]:
    """A written text as `actions.ask` takes it."""
    return {
        "title": text.title,
        "points": list(text.points),
        "language": text.language,
        "subject": text.subject,
        "as_media": text.media,
        "track": text.track,
        "embargo_until": text.embargo_until,
    }


def begin_request(*, draft: Draft, back: str, language: str, now: dt.datetime, origin: str = "") -> SigningSession:
    """Open a signing session over a draft; what is signed is kept apart, so that the draft may change."""
    from jariya.kernel.signing import actions as signing

    body = draft.body
    sent = uploads.found(draft.files, draft.person)
    matter = Matter(
        id=body.slug,
        rev=1,
        title_kk=signatures.in_language("kk", ASK_TITLE, {"body": body.name("kk").text}),
        title_ru=signatures.in_language("ru", ASK_TITLE, {"body": body.name("ru").text}),
        text=signatures.text_of(draft.title, draft.points),
        attachments=tuple((str(place), row.file.hex) for place, row in enumerate(sent, start=1) if row.file),
        consents=("publication",) if draft.track != Track.CLOSED else (),
        facts=((gettext("Goes to"), body.name(language).text),),
        more={
            "points": len(draft.points),
            "language": draft.language,
            "kind": "media" if draft.media else "ordinary",
            "track": draft.track,
            "embargo_until": draft.embargo_until.isoformat() if draft.embargo_until else None,
        },
    )
    session = signing.open_session(
        person=draft.person, act=ASK, matter=matter, back=back, language=language, origin=origin, now=now
    )
    SignedDraft.objects.create(session=session, body=body, **{name: getattr(draft, name) for name in COPIED})
    return session


def asked(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature of a request has passed: register it."""
    assert session.person is not None
    kept = signatures.kept(SignedDraft, session)
    try:
        outcome = actions.ask(
            by=session.person,
            body=kept.body,
            identity=Level.EDS.value,
            key=f"request:{kept.key}",
            signing=session,
            uploads=uploads.found(kept.files, session.person),
            now=now,
            **text_arguments(kept),
        )
    except Refused as error:
        raise Rejected("signed.step_refused") from error
    kept.delete()
    return {"case": outcome.case.public_id}


def begin_answer(*, case: Case, by: Person, back: str, language: str, now: dt.datetime) -> SigningSession:
    """Open a signing session over the drafted decision: its answers, what is withheld and why, its documents."""
    from jariya.kernel.signing import actions as signing

    rows = drafted(case)
    withheld = []
    for number, row in sorted(rows.items()):
        parts = [text.text for text in (row.severed, row.harm, row.whole) if text is not None]
        withheld += [f"{number}: " + " ".join(parts)] if parts else []
    matter = signatures.answer_matter(
        case,
        ANSWER_TITLE,
        facts=((gettext("Request"), case.public_id),),
        more={**content(rows), "files": [digest for _place, digest in digests(case)]},
        text="\n\n".join(withheld),
    )
    return signing.open_session(person=by, act=ANSWER, matter=matter, back=back, language=language, now=now)


def answered(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature of a decision has passed: it is signed and sent. The draft must be what was signed."""
    manifest = read(bytes(session.manifest or b"{}"))
    return signatures.sign_answer(
        actions.sign_answer,
        session,
        verdict,
        now,
        unchanged=lambda case: manifest.get("decisions") == content(drafted(case))["decisions"],
    )


def forget_unsigned() -> int:
    """Drop texts that went to be signed and never were, once their sessions are forgotten; how many."""
    return signatures.forget_unsigned(SignedDraft)
