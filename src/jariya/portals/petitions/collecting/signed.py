"""What a citizen signs under a petition, and what follows when the signature has passed its check.

The manifest holds the petition's id and revision, the digest of its words, the region the signer named, a nonce and
the address of the page. `signing` keeps the sealed evidence; collecting keeps its digest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as now_gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.signing import acts, step, words
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.models import Evidence, SigningSession
from jariya.kernel.signing.policy import CITIZEN
from jariya.portals.petitions.collecting import accepting, keys, subject
from jariya.portals.petitions.collecting.models import Issuer
from jariya.portals.petitions.collecting.queries import ACT

if TYPE_CHECKING:
    from jariya.kernel.signing.certificates import Certificate
    from jariya.kernel.signing.verdict import Verdict


def connect() -> None:
    """Make the act and its refusals known to `signing`; called once by `project/wiring.py`."""
    acts.register(ACT, CITIZEN, signed, title=_("Sign the petition"))
    words.add(
        "petition.closed",
        _("This petition takes no signatures any more."),
        _("Your signature was not added. The petition's page says how it goes on."),
    )
    words.add(
        "petition.changed",
        _("The petition changed while you were signing."),
        _("Your signature was not added. Open the petition, read it again and sign it as it is now."),
    )


def begin(
    *, case: Case, by: Person | None, region: str, back: str, language: str, now: dt.datetime, origin: str = ""
) -> SigningSession:
    """Open a signing session over a petition.

    Args:
        region: KATO code of the oblast or city where the signer lives; it is public as a number among others.
        back: path of the page "is my signature counted?" of this petition.

    Raises:
        LookupError: there is no such petition for this reader, or it takes no signatures now.
    """
    from jariya.kernel.signing import actions as signing

    found = subject.of(case, by, language)
    if found is None or not found.signable:
        raise LookupError(case.public_id)
    matter = step.Matter(
        id=case.public_id,
        rev=found.revision,
        title_kk=found.title_kk,
        title_ru=found.title_ru,
        text=found.text,
        facts=((now_gettext("Petition"), case.public_id), (now_gettext("Goes to"), found.addressee)),
        more={"region": region},
    )
    return signing.open_session(person=by, act=ACT, matter=matter, back=back, language=language, now=now, origin=origin)


def signed(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature has passed its check: take it. Signed before with another device, it stays one signature.

    Raises:
        Rejected: `petition.changed`, `petition.closed`, `signer.no_person`.
    """
    from jariya.kernel.signing.identity import linking

    manifest = step.read(bytes(session.manifest or b"{}"))
    case = Case.objects.get(public_id=manifest["id"])
    found = subject.of(case, session.person, session.language)
    if found is None or found.revision != manifest["rev"] or _digest(found.text) != manifest["text_sha256"]:
        raise Rejected("petition.changed")
    certificate = verdict.signer
    if certificate is None:
        raise Rejected("signer.no_person")
    ref = keys.refer(case, linking.iin_of(certificate), now=now)
    taken = accepting.accept(
        case=case,
        given=accepting.Given(
            signer_ref=ref,
            evidence=bytes(Evidence.objects.values_list("cms_sha256", flat=True).get(session=session)),
            region=manifest["region"],
            name=accepting.public_name(certificate.given_name, certificate.surname),
            session_id=session.pk,
            issuer_id=issuer_of(certificate),
        ),
        verified=True,
        now=session.received_at or now,
    )
    if taken.state == accepting.CLOSED:
        raise Rejected("petition.closed")
    return {"case": case.public_id, "state": taken.state, "ref": ref.hex()}


def issuer_of(certificate: Certificate) -> int:
    """Row of a certificate's issuer, made at the first sight of it."""
    digest = hashlib.sha256(certificate.issuer_dn).digest()
    found = Issuer.objects.filter(sha256=digest).values_list("pk", flat=True).first()
    if found is not None:
        return int(found)
    from jariya.kernel.signing import oids

    name = certificate.issuer.get(oids.COMMON_NAME) or "?"
    try:
        with transaction.atomic():
            return int(Issuer.objects.create(sha256=digest, name=name[:200]).pk)
    except IntegrityError:
        return int(Issuer.objects.values_list("pk", flat=True).get(sha256=digest))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
