"""What letters of all portals share about a signature by EDS: the words of a letter and of an answer as they are
signed, who may sign for a body, and what a signer is told when a sound signature does not count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.models import Part
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Level, Person
from jariya.kernel.signing import words
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.identity.authority import may_sign_as
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.step import Matter, read

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

Text = TypeVar("Text", bound=Model)

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
    """Make the words known to `signing`; called once by `project/wiring.py`, whatever portals there are."""
    for code, (what, remedy) in WORDS.items():
        words.add(code, what, remedy)


def in_language(language: str, sentence: Any, values: Mapping[str, str]) -> str:
    """A sentence in a language, with its values."""
    with translation.override(language):
        return str(sentence) % values


def text_of(title: str, points: Sequence[str]) -> str:
    """The exact words of a letter as they are signed: the title, an empty line, the numbered points."""
    return "\n\n".join([title, *(f"{number}. {text}" for number, text in enumerate(points, start=1))])


def id_of(session: SigningSession) -> str:
    """Public name of what the session is about."""
    return str(read(bytes(session.manifest or b"{}")).get("id", ""))


def points_of(session: SigningSession) -> dict[str, str]:
    """Digests of the answers that were signed, by the number of the point."""
    return dict(read(bytes(session.manifest or b"{}")).get("points", {}))


def repeated(session: SigningSession) -> Iterator[SigningSession]:
    """A session and those it repeats, one after the other: a text kept with the first is found from the last."""
    found: SigningSession | None = session
    while found is not None:
        yield found
        found = found.earlier


def kept(texts: type[Text], session: SigningSession) -> Text:
    """The text of a session; a session opened anew over the same matter finds the text of the former one.

    Args:
        texts: a table of texts that went to be signed, with `session`.

    Raises:
        Rejected: it is no longer kept.
    """
    for one in repeated(session):
        if found := texts._default_manager.filter(session=one).first():
            return found
    raise Rejected("signed.text_gone")


def forget_unsigned(texts: type[Text]) -> int:
    """Drop texts that went to be signed and never were, once their sessions are forgotten; how many."""
    gone, _rows = texts._default_manager.filter(session__manifest=None).delete()
    return gone


def answer_matter(
    case: Case, title: Any, *, facts: tuple[tuple[str, str], ...], more: Mapping[str, Any] | None = None, text: str = ""
) -> Matter:
    """What a head signs of an answer: the drafted wordings, by digest.

    Args:
        title: a lazy sentence with `%(number)s`, the letter's registration number.
        facts: lines shown beside, not signed.
        more: what else of the answer the manifest holds.
        text: what stands below the answers and is signed with them.
    """
    rows = wordings.latest(case, Part.ANSWER)
    number = {"number": case.letter.label}
    return Matter(
        id=case.public_id,
        rev=max((row.version for row in rows.values()), default=1),
        title_kk=in_language("kk", title, number),
        title_ru=in_language("ru", title, number),
        text="\n\n".join([*(f"{n}. {row.text}" for n, row in sorted(rows.items())), *([text] if text else [])]),
        facts=facts,
        more={
            "language": case.language,
            "points": {str(n): bytes(row.digest).hex() for n, row in sorted(rows.items())},
            **(more or {}),
        },
    )


def signed_case(session: SigningSession, verdict: Verdict, now: dt.datetime) -> Case:
    """The case whose answer was signed: its signer may sign for the body, and the draft is what was signed.

    Raises:
        Rejected: the case is gone, the signer may not, or the draft was changed meanwhile.
    """
    assert session.person is not None
    case: Case | None = Case.objects.select_related("body", "letter").filter(public_id=id_of(session)).first()
    if case is None:
        raise Rejected("signed.text_gone")
    may_sign(session.person, verdict, case.body, now)
    rows = wordings.latest(case, Part.ANSWER)
    if points_of(session) != {str(n): bytes(row.digest).hex() for n, row in rows.items()}:
        raise Rejected("signed.text_changed")
    return case


def sign_answer(
    act: Callable[..., Any],
    session: SigningSession,
    verdict: Verdict,
    now: dt.datetime,
    *,
    unchanged: Callable[[Case], bool] | None = None,
) -> dict[str, Any]:
    """The signature of an answer has passed: do the portal's act that signs and sends it.

    Args:
        unchanged: whether what the portal signs besides the wordings is still what was signed.

    Raises:
        Rejected: see `signed_case`; or the case no longer allows the step.
    """
    case = signed_case(session, verdict, now)
    if unchanged is not None and not unchanged(case):
        raise Rejected("signed.text_changed")
    try:
        act(
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


def may_sign(person: Person, verdict: Verdict, body: Body, now: dt.datetime) -> None:
    """The certificate must speak for the body, and its holder must hold the post here. Raises `Rejected`."""
    authority = may_sign_as(person, verdict.signer, body, now=now) if verdict.signer else None
    if authority is None or not authority.allowed:
        code = f"authority.{authority.code if authority else 'other'}"
        raise Rejected(code if code in WORDS else "authority.other")


def latest_of(person: Person, act: str, name: str) -> SigningSession | None:
    """The newest session of this act in which a person signs what is called `name`."""
    sessions = SigningSession.objects.filter(person=person, act=act).order_by("-issued_at")[:20]
    return next((row for row in sessions if row.manifest is not None and id_of(row) == name), None)
