"""The secret word of a paper coupon: made once, printed once, kept as a keyed digest."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people import limits, sealing
from jariya.office.filing.models import Coupon
from jariya.office.filing.refusals import refused

SHOWN_FOR = dt.timedelta(minutes=30)
"""How long the clerk's page can print the word again: a jam of the printer, no more."""


def issue(case: Case, *, now: dt.datetime) -> str:
    """Make the coupon of a case and return its secret word: ten characters, 50 random bits."""
    secret = sealing.random_words()
    Coupon.objects.create(
        case=case,
        secret_digest=_digest(case.public_id, secret),
        secret_sealed=sealing.seal(secret.encode()),
        issued_at=now,
    )
    return secret


def _digest(public_id: str, secret: str) -> str:
    return sealing.digest("coupon", public_id, sealing.as_typed(secret))


def word(coupon: Coupon, *, now: dt.datetime) -> str | None:
    """The secret word while it may still be printed, else None."""
    if coupon.secret_sealed is None or now - coupon.issued_at > SHOWN_FOR:
        return None
    plain = sealing.unseal(coupon.secret_sealed)
    return plain.decode() if plain else None


def hand_over(coupon: Coupon) -> None:
    """The person has the paper: the word is readable nowhere any more."""
    Coupon.objects.filter(pk=coupon.pk).update(secret_sealed=None)


def forget_printed(*, now: dt.datetime) -> int:
    """Wipe words whose time for printing is over; how many. A periodic job."""
    old = Coupon.objects.filter(secret_sealed__isnull=False, issued_at__lt=now - SHOWN_FOR)
    return int(old.update(secret_sealed=None))


def find(number: str, secret: str, *, network: str, now: dt.datetime) -> Coupon:
    """The coupon with this number and secret word.

    Args:
        number: public id of the case, as typed.
        network: `limits.network_of(request)`; guessing is slowed down per coupon and network.

    Raises:
        Refused: coupon.wrong (which of the two was wrong is not said), coupon.wait.
    """
    public_id = ids.normal(number) or "none"
    login = f"coupon:{public_id}"
    if limits.staff_wait(login, network, now):
        raise refused("coupon.wait")
    coupon = Coupon.objects.filter(case__public_id=public_id).select_related("case", "case__body").first()
    typed = sealing.as_typed(secret)
    kept = coupon.secret_digest if coupon else "0" * 64
    # All keys are tried also where there is no coupon: the time tells nothing.
    found = [sealing.same(kept, digest) for digest in sealing.digests("coupon", public_id, typed)]
    if coupon is None or not any(found):
        limits.staff_failed(login, network, now)
        raise refused("coupon.wrong")
    return coupon


def address(case: Case, language: str) -> str:
    """What the QR code holds: the page of coupons with the number filled in. The secret word is not in it."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('coupon:front')}?n={quote(case.public_id)}"
