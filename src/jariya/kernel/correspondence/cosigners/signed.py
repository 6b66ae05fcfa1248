"""Signing on by EDS: the co-signer signs the very words of the letter; `project/wiring.py` makes the act known."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence.cosigners import actions, queries
from jariya.kernel.correspondence.cosigners.models import Collective
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Level, Person
from jariya.kernel.signing import acts, words
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.policy import CITIZEN
from jariya.kernel.signing.step import Matter, read

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

COSIGN = "letter.cosign"
TITLE = _("Collective letter to %(body)s")


def connect() -> None:
    """Make the act known to `signing`; called once by `project/wiring.py`."""
    acts.register(COSIGN, CITIZEN, signed, title=_("Sign the letter with others"))
    words.add(
        "cosign.changed",
        _("The letter was changed, sent or dropped after you opened the page to sign it."),
        _("Open the link again and read the letter as it is now."),
    )


def text_of(letter: Collective) -> str:
    """The exact words that are signed: the title, an empty line, the numbered points."""
    return "\n\n".join([letter.title, *(f"{n}. {text}" for n, text in enumerate(letter.points, start=1))])


def begin(*, letter: Collective, person: Person, back: str, language: str, now: dt.datetime) -> SigningSession:
    """Open a signing session over the words of the letter."""
    from jariya.kernel.signing import actions as signing

    titles = {}
    for lang in ("kk", "ru"):
        with translation.override(lang):
            titles[lang] = str(TITLE) % {"body": letter.body.name(lang).text}
    matter = Matter(
        id=str(letter.token),
        rev=1,
        title_kk=titles["kk"],
        title_ru=titles["ru"],
        text=text_of(letter),
        consents=("publication",) if letter.public else (),
        facts=((gettext("Goes to"), letter.body.name(language).text),),
        more={"language": letter.language},
    )
    return signing.open_session(person=person, act=COSIGN, matter=matter, back=back, language=language, now=now)


def signed(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature has passed: the name stands under the letter, if its words are still those that were signed."""
    assert session.person is not None
    letter = queries.by_token(read(bytes(session.manifest or b"{}")).get("id"))
    if letter is None or session.shown is None or session.shown["text"] != text_of(letter):
        raise Rejected("cosign.changed")
    try:
        actions.sign_on(letter=letter, person=session.person, level=Level.EDS.value, signing=session, now=now)
    except Refused as error:
        raise Rejected("cosign.changed") from error
    return {"letter": str(letter.token)}
