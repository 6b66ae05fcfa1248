"""What an author signs by EDS: the petition as it will be submitted. What is submitted is what was signed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.signing import acts
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.policy import CITIZEN
from jariya.kernel.signing.step import Matter
from jariya.portals.petitions import actions
from jariya.portals.petitions.models import Draft, Petition, SignedDraft
from jariya.portals.petitions.texts import texts_of

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

SUBMIT = "petition.submit"
COPIED = ("first_language", "title_kk", "title_ru", "text_kk", "text_ru", "addressee", "revises")


def connect() -> None:
    """Make the act known to `signing`; called once by `project/wiring.py`."""
    acts.register(SUBMIT, CITIZEN, submitted, title=_("Sign your petition"))


def begin(*, draft: Draft, back: str, language: str, now: dt.datetime, origin: str = "") -> SigningSession:
    """Open a signing session over a draft; what is signed is kept apart, so that the draft may change."""
    from jariya.kernel.signing import actions as signing

    texts, body = texts_of(draft), draft.addressee
    assert body is not None
    revision = 1
    if draft.revises_id is not None:
        revision = Petition.objects.values_list("revision", flat=True).get(case=draft.revises_id) + 1
    matter = Matter(
        id=draft.revises.public_id if draft.revises else body.slug,
        rev=revision,
        title_kk=texts.title(texts.shown_in("kk")),
        title_ru=texts.title(texts.shown_in("ru")),
        text=texts.together(),
        facts=((gettext("Goes to"), body.name(language).text),),
        more={"digest": texts.digest().hex(), "language": texts.first},
    )
    session = signing.open_session(
        person=draft.person, act=SUBMIT, matter=matter, back=back, language=language, origin=origin, now=now
    )
    SignedDraft.objects.create(session=session, draft_key=draft.key, **{name: getattr(draft, name) for name in COPIED})
    return session


def _kept(session: SigningSession) -> SignedDraft:
    """The text of a session; a session opened anew over the same matter finds the text of the former one."""
    found = SignedDraft.objects.select_related("addressee", "revises").filter(session=session).first()
    if found is None and session.shown is not None:
        alike = SignedDraft.objects.filter(session__person=session.person).select_related("addressee", "revises")
        found = next((row for row in alike if texts_of(row).together() == session.shown["text"]), None)
    if found is None:
        raise Rejected("signed.text_gone")
    return found


def submitted(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The author's signature has passed: the petition is submitted, or submitted again."""
    assert session.person is not None
    kept = _kept(session)
    texts, key = texts_of(kept), f"petition:{kept.draft_key}"
    draft = Draft.objects.filter(key=kept.draft_key, person=session.person).first()
    given: dict[str, Any] = {"by": session.person, "texts": texts, "signing": session, "now": now, "draft": draft}
    try:
        if kept.revises is not None:
            outcome = actions.resubmit(case=kept.revises, key=f"{key}:{session.public_id}", **given)
        else:
            assert kept.addressee is not None
            outcome = actions.submit(addressee=kept.addressee, key=key, **given)
    except Refused as error:
        raise Rejected("signed.step_refused") from error
    SignedDraft.objects.filter(pk=kept.pk).delete()
    return {"case": outcome.case.public_id}


def forget_unsigned() -> int:
    """Drop texts that went to be signed and never were, once their sessions are forgotten; how many."""
    gone, _rows = SignedDraft.objects.filter(session__manifest=None).delete()
    return gone
