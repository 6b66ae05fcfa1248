"""One person, one account: found by the keyed hash of the IIN, opened when there is none, linked by its owner.

Two accounts of one person are never joined silently: what hangs on them (questions, signatures, subscriptions) was
done under two pseudonyms, and only their owner may say that they are one.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jariya.kernel.people import accounts
from jariya.kernel.people.models import Person
from jariya.kernel.signing.identity import keys, signer_ref
from jariya.kernel.signing.models import Identity

if TYPE_CHECKING:
    from jariya.kernel.signing.certificates import Certificate


class LinkError(ValueError):
    """Why an identity opens no account here. `code` is stable, see `sign_in/words.py`.

    no_person (a certificate of an organisation alone), iin_invalid, account_closed, account_official,
    identity_taken (another account has it), identity_other (this account has another one).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def purpose_of(person: Person) -> str:
    """The key under which this account's identity is kept: officials apart from citizens."""
    return keys.OFFICE if person.staff else keys.LOGIN


def iin_of(certificate: Certificate) -> str:
    """The holder's IIN. Its check digit is asked for with the state's own anchors: TEST numbers have none.

    Raises:
        LinkError: no_person, iin_invalid.
    """
    from jariya.kernel.language import numbers

    if not certificate.iin:
        raise LinkError("no_person")
    if settings.EDS_PROFILE == "prod" and not numbers.iin_valid(certificate.iin):
        raise LinkError("iin_invalid")
    return certificate.iin


def _hold(refs: list[signer_ref.Ref]) -> None:
    """Two sign-ins of one person at the same moment: one waits, so that two accounts cannot open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(refs[0].value[:8], "big", signed=True)])


def _found(purpose: str, refs: list[signer_ref.Ref]) -> Identity | None:
    rows = Identity.objects.select_related("person").filter(purpose=purpose, ref__in=[one.value for one in refs])
    return rows.order_by("-key_version").first()


def find(purpose: str, identity: str, *, now: dt.datetime) -> Person | None:
    """The account of an identity, old keys tried too; nothing is written."""
    row = _found(purpose, signer_ref.refs(purpose, identity, now=now))
    return row.person if row else None


@transaction.atomic
def open_or_find(identity: str, *, language: str, now: dt.datetime) -> Person:
    """The citizen's account of an identity of the state; opened when there is none. Moves it to the newest key.

    Args:
        identity: an IIN, or `signer_ref.subject`.
        language: of a new account.

    Raises:
        LinkError: account_closed, account_official (an account that became an official's since).
        keys.KeyTrouble: as `keys.living`.
    """
    keys.hold_still()
    refs = signer_ref.refs(keys.LOGIN, identity, now=now)
    _hold(refs)
    row = _found(keys.LOGIN, refs)
    if row is None:
        person = accounts.open_without_address(language=language, now=now, invented=settings.EDS_PROFILE != "prod")
        _keep(person, keys.LOGIN, refs[0], now)
        return person
    if not row.person.is_active:
        raise LinkError("account_closed")
    if accounts.official(row.person, timezone.localdate(now)):
        raise LinkError("account_official")
    _renew(row, refs[0], now)
    return row.person


@transaction.atomic
def link(person: Person, identity: str, *, now: dt.datetime) -> bool:
    """Make the identity open this account; False when it did already.

    Raises:
        LinkError: identity_taken, identity_other, account_closed.
    """
    keys.hold_still()
    purpose = purpose_of(person)
    refs = signer_ref.refs(purpose, identity, now=now)
    _hold(refs)
    if not person.is_active:
        raise LinkError("account_closed")
    row = _found(purpose, refs)
    if row is not None:
        if row.person_id != person.pk:
            raise LinkError("identity_taken")
        _renew(row, refs[0], now)
        return False
    if Identity.objects.filter(purpose=purpose, person=person).exists():
        raise LinkError("identity_other")
    try:
        with transaction.atomic():
            _keep(person, purpose, refs[0], now)
    except IntegrityError:
        # The same account linked two identities at once: the locks are per identity, the table's rule is per account.
        raise LinkError("identity_other") from None
    return True


def belongs(person: Person, identity: str, *, now: dt.datetime) -> bool:
    """Whether the identity is the one linked to this account."""
    row = _found(purpose_of(person), signer_ref.refs(purpose_of(person), identity, now=now))
    return row is not None and row.person_id == person.pk


def linked(person: Person) -> Identity | None:
    """What is linked to the account: when, and no number."""
    return Identity.objects.filter(person=person, purpose=purpose_of(person)).first()


def _keep(person: Person, purpose: str, ref: signer_ref.Ref, now: dt.datetime) -> None:
    Identity.objects.create(person=person, purpose=purpose, key_version=ref.version, ref=ref.value, linked_at=now)


def _renew(row: Identity, ref: signer_ref.Ref, now: dt.datetime) -> None:
    """Rotation: a person found by an old key is kept under the newest from now on."""
    if row.key_version != ref.version:
        row.key_version, row.ref, row.renewed_at = ref.version, ref.value, now
        row.save(update_fields=["key_version", "ref", "renewed_at"])
