"""What a citizen and a head sign by EDS: the question before it is registered, the answer before it is sent.

A signing session is opened over a manifest of digests; the acts below are done once, in the transaction in which the
signature passes its check. `project/wiring.py` makes them known to `signing`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import signatures
from jariya.kernel.files import uploads
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Level, Person
from jariya.kernel.signing import acts
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.policy import CITIZEN, ORGANISATION
from jariya.kernel.signing.step import Matter
from jariya.portals.dialogue import actions
from jariya.portals.dialogue.models import Draft, SignedDraft

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

ASK = "question.ask"
ANSWER = "question.answer"

ASK_TITLE = _("Question to %(body)s")
ANSWER_TITLE = _("Answer to question %(number)s")


def connect() -> None:
    """Make the two acts known to `signing`; called once by `project/wiring.py`."""
    acts.register(ASK, CITIZEN, asked, title=_("Sign your question"))
    acts.register(ANSWER, ORGANISATION, answered, title=_("Sign the answer"))


def begin_question(*, draft: Draft, back: str, language: str, now: dt.datetime, origin: str = "") -> SigningSession:
    """Open a signing session over a draft; what is signed is kept apart, so that the draft may change.

    Args:
        origin: scheme and host that the signer sees; the site's address without it.
    """
    body = draft.body
    sent = uploads.found(draft.files, draft.person)
    matter = Matter(
        id=body.slug,
        rev=1,
        title_kk=signatures.in_language("kk", ASK_TITLE, {"body": body.name("kk").text}),
        title_ru=signatures.in_language("ru", ASK_TITLE, {"body": body.name("ru").text}),
        text=signatures.text_of(draft.title, draft.points),
        attachments=tuple((str(place), row.file.hex) for place, row in enumerate(sent, start=1) if row.file),
        consents=("publication",) if draft.public else (),
        facts=((gettext("Goes to"), body.name(language).text),),
        more={"points": len(draft.points), "language": draft.language},
    )
    from jariya.kernel.signing import actions as signing

    session = signing.open_session(
        person=draft.person, act=ASK, matter=matter, back=back, language=language, now=now, origin=origin
    )
    SignedDraft.objects.create(
        session=session,
        body=body,
        key=draft.key,
        language=draft.language,
        title=draft.title,
        points=list(draft.points),
        public=draft.public,
        files=list(draft.files),
    )
    return session


def asked(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature of a question has passed: register it."""
    assert session.person is not None
    kept = signatures.kept(SignedDraft, session)
    try:
        outcome = actions.ask(
            by=session.person,
            body=kept.body,
            title=kept.title,
            points=list(kept.points),
            language=kept.language,
            public=kept.public,
            identity=Level.EDS.value,
            key=f"ask:{kept.key}",
            signing=session,
            uploads=uploads.found(kept.files, session.person),
            now=now,
        )
    except Refused as error:
        raise Rejected("signed.step_refused") from error
    kept.delete()
    return {"case": outcome.case.public_id}


def begin_answer(*, case: Case, by: Person, back: str, language: str, now: dt.datetime) -> SigningSession:
    """Open a signing session over the drafted answer."""
    from jariya.kernel.signing import actions as signing

    return signing.open_session(
        person=by,
        act=ANSWER,
        matter=signatures.answer_matter(case, ANSWER_TITLE, facts=((gettext("Question"), case.public_id),)),
        back=back,
        language=language,
        now=now,
    )


def answered(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature of an answer has passed: the answer is signed and sent. The draft must be what was signed."""
    return signatures.sign_answer(actions.sign_answer, session, verdict, now)


def forget_unsigned() -> int:
    """Drop texts that went to be signed and never were, once their sessions are forgotten; how many."""
    return signatures.forget_unsigned(SignedDraft)
