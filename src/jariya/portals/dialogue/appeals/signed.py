"""The signature of an appeal: the text is fixed when it goes to be signed, the appeal submitted when it has passed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import signatures
from jariya.kernel.files import uploads
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.signing import actions as signing
from jariya.kernel.signing import acts, pages
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.policy import CITIZEN
from jariya.kernel.signing.step import Matter
from jariya.portals.dialogue.appeals import actions
from jariya.portals.dialogue.appeals.models import AppealDraft
from jariya.portals.dialogue.appeals.words import KIND_WORDS
from jariya.portals.dialogue.models import Draft

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

ACT = "appeal.submit"
TITLE = _("Appeal to %(body)s")


def connect() -> None:
    """Make the act known to `signing`; called once by `project/wiring.py`."""
    acts.register(ACT, CITIZEN, submitted, title=_("Sign your appeal"))


def begin(request: HttpRequest, *, draft: Draft, kind: str, now: dt.datetime) -> SigningSession:
    """Open a signing session over a draft as an appeal; the draft stays, so that nothing typed is lost."""
    body, language = draft.body, get_language() or "kk"
    sent = uploads.found(draft.files, draft.person)
    matter = Matter(
        id=body.slug,
        rev=1,
        title_kk=signatures.in_language("kk", TITLE, {"body": body.name("kk").text}),
        title_ru=signatures.in_language("ru", TITLE, {"body": body.name("ru").text}),
        text=signatures.text_of(draft.title, draft.points),
        attachments=tuple((str(place), row.file.hex) for place, row in enumerate(sent, start=1) if row.file),
        facts=((gettext("Goes to"), body.name(language).text), (gettext("Kind of appeal"), str(KIND_WORDS[kind][0]))),
        more={"points": len(draft.points), "language": draft.language, "kind": kind},
    )
    session = signing.open_session(
        person=draft.person,
        act=ACT,
        matter=matter,
        back=reverse("appeals:submitted"),
        language=language,
        origin=pages.host_of(request),
        now=now,
    )
    AppealDraft.objects.create(
        session=session,
        body=body,
        kind=kind,
        key=draft.key,
        language=draft.language,
        title=draft.title,
        points=list(draft.points),
        files=list(draft.files),
    )
    return session


def submitted(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature of an appeal has passed: submit it."""
    assert session.person is not None
    kept = signatures.kept(AppealDraft, session)
    try:
        outcome = actions.submit(
            by=session.person,
            body=kept.body,
            kind=kept.kind,
            title=kept.title,
            points=list(kept.points),
            language=kept.language,
            signing=session,
            key=f"appeal:{kept.key}",
            uploads=uploads.found(kept.files, session.person),
            now=now,
        )
    except Refused as error:
        raise Rejected("signed.step_refused") from error
    Draft.objects.filter(person=session.person, key=kept.key).delete()
    kept.delete()
    return {"case": outcome.case.public_id}


def forget_unsigned() -> int:
    """Drop texts that went to be signed and never were, once their sessions are forgotten; how many."""
    return signatures.forget_unsigned(AppealDraft)
