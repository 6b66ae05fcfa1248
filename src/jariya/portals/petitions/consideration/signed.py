"""The signature of a decision: the head, and nobody in the head's place, signs the published draft."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import signatures
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person, RoleKind
from jariya.kernel.signing import acts, words
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.identity.authority import may_sign_as
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.policy import ORGANISATION
from jariya.kernel.signing.step import Matter, read
from jariya.portals.petitions.consideration import actions
from jariya.portals.petitions.consideration.actions.deciding import words_of
from jariya.portals.petitions.consideration.models import Decision

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

ACT = "petition.decide"
TITLE = _("Decision on petition %(number)s")


def connect() -> None:
    """Make the act known to `signing`; called once by `project/wiring.py`."""
    acts.register(ACT, ORGANISATION, signed, title=_("Sign the decision on the petition"))
    words.add(
        "petition.not_the_head",
        _("A petition is decided by the head of the body alone."),
        _("The signature of a deputy is not enough (norm petition.decision.by): the head has to sign."),
    )


def begin(*, case: Case, version: int, by: Person, back: str, language: str, now: dt.datetime) -> SigningSession:
    """Open a signing session over the published draft, both languages of it.

    Raises:
        Decision.DoesNotExist: no such version stands published.
    """
    from jariya.kernel.signing import actions as signing

    decision = Decision.objects.get(case=case, version=version, status="published")
    number = {"number": case.public_id}
    matter = Matter(
        id=case.public_id,
        rev=version,
        title_kk=signatures.in_language("kk", TITLE, number),
        title_ru=signatures.in_language("ru", TITLE, number),
        text=text_of(decision),
        more={"outcome": decision.outcome, "promises": decision.promises.count()},
    )
    return signing.open_session(person=by, act=ACT, matter=matter, back=back, language=language, now=now)


def text_of(decision: Decision) -> str:
    """The words that are signed: the decision in Kazakh and in Russian."""
    return f"{words_of(decision, 'kk')}\n\n{words_of(decision, 'ru')}"


def signed(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature has passed: the petition is decided, when its signer is the head of the body."""
    assert session.person is not None
    case = Case.objects.select_related("body").filter(public_id=signatures.id_of(session)).first()
    if case is None:
        raise Rejected("signed.text_gone")
    signatures.may_sign(session.person, verdict, case.body, now)
    assert verdict.signer is not None
    role = may_sign_as(session.person, verdict.signer, case.body, now=now).role
    if role is None or role.kind != RoleKind.HEAD:
        raise Rejected("petition.not_the_head")
    version = int(read(bytes(session.manifest or b"{}")).get("rev", 0))
    try:
        actions.decide(
            case=case,
            version=version,
            by=session.person,
            signing=session,
            post=role.post,
            key=f"decide:{session.public_id}",
            now=now,
        )
    except Refused as error:
        raise Rejected("signed.step_refused") from error
    return {"case": case.public_id}
