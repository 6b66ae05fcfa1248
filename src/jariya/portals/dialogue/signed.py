"""What a citizen and a head sign by EDS: the question before it is registered, the answer before it is sent.

A signing session is opened over a manifest of digests; the acts below are done once, in the transaction in which the
signature passes its check. `project/wiring.py` makes them known to `signing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.models import Part
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Level, Person
from jariya.kernel.signing import acts, words
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.identity.authority import may_sign_as
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.policy import CITIZEN, ORGANISATION
from jariya.kernel.signing.step import Matter, read
from jariya.portals.dialogue import actions
from jariya.portals.dialogue.models import Draft, SignedDraft

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

ASK = "question.ask"
ANSWER = "question.answer"

ASK_TITLE = _("Question to %(body)s")
ANSWER_TITLE = _("Answer to question %(number)s")


WORDS = {
    "signed.text_gone": (
        _("The text of this request is no longer kept here."),
        _("Go to the page where you began, and sign anew."),
    ),
    "signed.text_changed": (
        _("The answer was changed after you opened the page to sign it."),
        _("Read the answer as it is now and sign it again. The signature of the former text is not used."),
    ),
    "signed.step_refused": (
        _("The signature is sound, but the case no longer allows this step."),
        _("Open the case: it shows its state and what may be done now. Somebody may have acted a moment before you."),
    ),
    "authority.no_organisation": (
        _("This certificate was issued to you as a citizen, not for your organisation."),
        _("An answer is signed with the organisation's certificate of the head or of whoever has the right to sign."),
    ),
    "authority.body_without_bin": (
        _("The register here does not know the business number of this body, so the certificate cannot be matched."),
        _("Ask the registrar to enter the body's number; until then confirm the answer by your key of an official."),
    ),
    "authority.bin_other": (
        _("This certificate belongs to another organisation."),
        _("Sign with the certificate that was issued for the body which answers."),
    ),
    "authority.certificate_without_right": (
        _("This certificate gives no right to sign for the organisation."),
        _("The head or someone with the right to sign has to sign; an employee's key is not enough."),
    ),
    "authority.role_not_held": (
        _("The certificate says that you may sign, but here you hold no such role in this body."),
        _("The body's registrar can grant the role; the certificate alone grants nothing."),
    ),
    "authority.appointment_over": (
        _("By the register of appointments you no longer hold this post."),
        _("Whoever holds the post today has to sign; a registrar corrects the register when it is wrong."),
    ),
    "authority.other": (
        _("The certificate could not be matched with your account and body."),
        _("Join your signature to your account on the page “Sign-in and security”, then sign again."),
    ),
}
"""What a signer is told when a sound signature does not count here."""


def connect() -> None:
    """Make the two acts known to `signing`; called once by `project/wiring.py`."""
    acts.register(ASK, CITIZEN, asked, title=_("Sign your question"))
    acts.register(ANSWER, ORGANISATION, answered, title=_("Sign the answer"))
    for code, (what, remedy) in WORDS.items():
        words.add(code, what, remedy)


def _in(language: str, sentence: Any, values: Mapping[str, str]) -> str:
    with translation.override(language):
        return str(sentence) % values


def text_of(title: str, points: Sequence[str]) -> str:
    """The exact words of a question as they are signed: the title, an empty line, the numbered points."""
    return "\n\n".join([title, *(f"{number}. {text}" for number, text in enumerate(points, start=1))])


def begin_question(*, draft: Draft, back: str, language: str, now: dt.datetime) -> SigningSession:
    """Open a signing session over a draft; what is signed is kept apart, so that the draft may change."""
    body = draft.body
    matter = Matter(
        id=body.slug,
        rev=1,
        title_kk=_in("kk", ASK_TITLE, {"body": body.name("kk").text}),
        title_ru=_in("ru", ASK_TITLE, {"body": body.name("ru").text}),
        text=text_of(draft.title, draft.points),
        consents=("publication",) if draft.public else (),
        facts=((gettext("Goes to"), body.name(language).text),),
        more={"points": len(draft.points), "language": draft.language},
    )
    from jariya.kernel.signing import actions as signing

    session = signing.open_session(person=draft.person, act=ASK, matter=matter, back=back, language=language, now=now)
    SignedDraft.objects.create(
        session=session,
        body=body,
        key=draft.key,
        language=draft.language,
        title=draft.title,
        points=list(draft.points),
        public=draft.public,
    )
    return session


def _kept(session: SigningSession) -> SignedDraft:
    """The text of a session; a session opened anew over the same matter finds the text of the former one."""
    found = SignedDraft.objects.filter(session=session).first()
    if found is None and session.shown is not None:
        alike = SignedDraft.objects.filter(session__person=session.person, body__slug=_id_of(session))
        found = next((row for row in alike if text_of(row.title, row.points) == session.shown["text"]), None)
    if found is None:
        raise Rejected("signed.text_gone")
    return found


def _id_of(session: SigningSession) -> str:
    return str(read(bytes(session.manifest or b"{}")).get("id", ""))


def asked(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature of a question has passed: register it."""
    assert session.person is not None
    kept = _kept(session)
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
            now=now,
        )
    except Refused as error:
        raise Rejected("signed.step_refused") from error
    kept.delete()
    return {"case": outcome.case.public_id}


def answer_matter(case: Case, language: str) -> Matter:
    """What a head signs of an answer: the drafted wordings, by digest."""
    rows = wordings.latest(case, Part.ANSWER)
    number = case.letter.label
    return Matter(
        id=case.public_id,
        rev=max((row.version for row in rows.values()), default=1),
        title_kk=_in("kk", ANSWER_TITLE, {"number": number}),
        title_ru=_in("ru", ANSWER_TITLE, {"number": number}),
        text="\n\n".join(f"{n}. {row.text}" for n, row in sorted(rows.items())),
        facts=((gettext("Question"), case.public_id),),
        more={
            "language": case.language,
            "points": {str(n): bytes(row.digest).hex() for n, row in sorted(rows.items())},
        },
    )


def begin_answer(*, case: Case, by: Person, back: str, language: str, now: dt.datetime) -> SigningSession:
    """Open a signing session over the drafted answer."""
    from jariya.kernel.signing import actions as signing

    return signing.open_session(
        person=by, act=ANSWER, matter=answer_matter(case, language), back=back, language=language, now=now
    )


def answered(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature of an answer has passed: the answer is signed and sent. The draft must be what was signed."""
    assert session.person is not None
    case = Case.objects.select_related("body", "letter").filter(public_id=_id_of(session)).first()
    if case is None:
        raise Rejected("signed.text_gone")
    _may_sign(session.person, verdict, case.body, now)
    signed = _points_of(session)
    rows = wordings.latest(case, Part.ANSWER)
    if signed != {str(n): bytes(row.digest).hex() for n, row in rows.items()}:
        raise Rejected("signed.text_changed")
    try:
        actions.sign_answer(
            case=case,
            confirmed=True,
            level=Level.EDS.value,
            by=session.person,
            signing=session,
            key=f"sign_answer:{session.public_id}",
            now=now,
        )
    except Refused as error:
        raise Rejected("signed.step_refused") from error
    return {"case": case.public_id}


def _points_of(session: SigningSession) -> dict[str, str]:
    return dict(read(bytes(session.manifest or b"{}")).get("points", {}))


def _may_sign(person: Person, verdict: Verdict, body: Body, now: dt.datetime) -> None:
    """The certificate must speak for the body, and its holder must hold the post here."""
    authority = may_sign_as(person, verdict.signer, body, now=now) if verdict.signer else None
    if authority is None or not authority.allowed:
        code = f"authority.{authority.code if authority else 'other'}"
        raise Rejected(code if code in WORDS else "authority.other")


def latest_of(person: Person, slug: str) -> SigningSession | None:
    """The newest session over a question of this person to this body."""
    sessions = SigningSession.objects.filter(person=person, act=ASK).order_by("-issued_at")[:20]
    return next((row for row in sessions if row.manifest is not None and _id_of(row) == slug), None)


def forget_unsigned() -> int:
    """Drop texts that went to be signed and never were, once their sessions are forgotten; how many."""
    gone, _rows = SignedDraft.objects.filter(session__manifest=None).delete()
    return gone
