"""Whether a certificate was revoked, from the proofs at hand: OCSP answers first, lists where there are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jariya.kernel.signing import crl, ocsp
from jariya.kernel.signing.codes import refuse
from jariya.kernel.signing.refused import Refused

if TYPE_CHECKING:
    from jariya.kernel.signing.certificates import Certificate

check_ocsp = ocsp.check
check_crl = crl.check


@dataclass(frozen=True)
class Proofs:
    """What was fetched about revocation, DER: answers of OCSP, full lists, deltas. Of any issuer, in any order."""

    ocsp: Sequence[bytes] = ()
    crl: Sequence[bytes] = ()
    delta: Sequence[bytes] = ()


@dataclass(frozen=True)
class State:
    """What one believed proof says of a certificate.

    `source`: `ocsp` or `crl`. `answer`: the bytes of an OCSP answer; `lists`: names of the lists used.
    """

    revoked_at: dt.datetime | None
    reason: str | None
    source: str
    this_update: dt.datetime
    next_update: dt.datetime | None
    produced_at: dt.datetime | None = None
    never_issued: bool = False
    answer: bytes | None = None
    lists: tuple[str, ...] = ()

    @property
    def on_hold(self) -> bool:
        """Suspended: the only state that can be taken back."""
        return self.reason == "on_hold" and not self.never_issued

    def as_json(self) -> dict[str, str | None]:
        """For machines. No serial number and no name is in it."""
        when = {"this_update": self.this_update, "next_update": self.next_update, "revoked_at": self.revoked_at,
                "produced_at": self.produced_at}  # fmt: skip
        status = "good" if self.revoked_at is None else "on_hold" if self.on_hold else "revoked"
        return {
            "status": status,
            "source": self.source,
            "reason": self.reason,
            **{name: moment.isoformat() if moment else None for name, moment in when.items()},
        }


@dataclass
class Findings:
    """All that the proofs say: `states` believed, `refusals` of proofs that were not, in the order tried."""

    states: list[State] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)

    @property
    def state(self) -> State | None:
        """What counts: a revocation for good before all, otherwise the newest; None when nothing was believed."""
        for_good = [one for one in self.states if one.revoked_at is not None and not one.on_hold]
        if for_good:
            return min(for_good, key=lambda one: one.revoked_at or one.this_update)
        return max(self.states, key=lambda one: one.this_update, default=None)

    @property
    def code(self) -> str:
        """Why there is no state: that of the first proof refused, or that there was none."""
        return self.refusals[0].code if self.refusals else "revocation.none"


def ocsp_request(certificate: Certificate, issuer: Certificate, nonce: bytes | None) -> bytes:
    """Write the question to OCSP about a certificate; `nonce` of ocsp.NONCE_BYTES random bytes, or None."""
    return ocsp.request(certificate.der, issuer.der, nonce)


def state_of(
    certificate: Certificate,
    issuer: Certificate,
    proofs: Proofs,
    *,
    at: dt.datetime,
    nonce: bytes | None = None,
    since: dt.datetime | None = None,
    archive: bool = False,
) -> Findings:
    """Read all proofs about one certificate.

    Args:
        certificate, issuer: whose state, and the trusted authority that issued it.
        at: moment of the check.
        nonce: of our own question to OCSP, None when the answers were not asked for now.
        since: moment at which the signature is proven to have existed, see `ocsp.check`.
    """
    found = Findings()
    lists = _Lists(certificate, issuer, proofs, found.refusals, at=at, since=since, archive=archive)
    for answer in proofs.ocsp:
        try:
            said = ocsp.check(answer, certificate, issuer, at=at, nonce=nonce, since=since, archive=archive)
            if said.delegate is not None and not ocsp.is_exempt(said.delegate):
                state = lists.state(said.delegate)
                if state is None or state.revoked_at is not None:
                    raise ocsp.no("responder_state")
            if said.state == "unknown":
                raise refuse("revocation.unknown")
        except Refused as refusal:
            found.refusals.append(refusal)
            continue
        found.states.append(
            State(
                said.revoked_at,
                said.reason,
                "ocsp",
                said.this_update,
                said.next_update,
                said.produced_at,
                said.never_issued,
                answer,
            )  # fmt: skip
        )
    try:
        state = lists.state(certificate)
    except Refused as refusal:
        found.refusals.append(refusal)
    else:
        if state is not None:
            found.states.append(state)
    return found


class _Lists:
    """The newest list of an issuer that can be believed, with the newest changes that continue it."""

    def __init__(
        self,
        certificate: Certificate,
        issuer: Certificate,
        proofs: Proofs,
        refusals: list[Refused],
        *,
        at: dt.datetime,
        since: dt.datetime | None,
        archive: bool,
    ) -> None:
        def believed(data: bytes, *, delta: bool) -> crl.RevocationList | None:
            try:
                found = crl.check(data, issuer, at=at, since=since, archive=archive)
                if (found.base is not None) != delta or not crl.covers(found, certificate):
                    raise crl.no("scope")
            except Refused as refusal:
                if refusal.code != "crl.issuer":  # lists of other authorities are in the same bundle
                    refusals.append(refusal)
                return None
            return found

        full = [one for one in (believed(data, delta=False) for data in proofs.crl) if one]
        self.full = max(full, key=lambda one: one.this_update, default=None)
        deltas = [one for one in (believed(data, delta=True) for data in proofs.delta) if one]
        base = self.full
        joined = [one for one in deltas if base is not None and crl.continues(one, base)]
        if base is not None and len(joined) < len(deltas):
            refusals.append(crl.no("delta_base"))
        self.delta = max(joined, key=lambda one: one.this_update, default=None)

    def state(self, certificate: Certificate) -> State | None:
        """What the lists say of a certificate of this issuer; None when there is no list. Raises Refused."""
        if self.full is None:
            return None
        newest = self.delta or self.full
        entry = self.delta.find(certificate.serial) if self.delta else None
        if entry is None:
            entry = self.full.find(certificate.serial)
        if entry is not None and entry[1] == "removed":
            entry = None
        names = (self.full.name,) if self.delta is None else (self.full.name, self.delta.name)
        return State(
            entry[0] if entry else None, entry[1] if entry else None, "crl", newest.this_update, newest.next_update,
            lists=names,
        )  # fmt: skip
