"""The whole check of a signature, as ETSI EN 319 102-1 orders it: shape, signature, chain, time, purpose, revocation.

Pure: no network, no clock, no database. What services say comes in as `Proofs`; the moment comes in as `at`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass, field

from jariya.kernel.signing import cms, oids, policy, revocation, signer_info, timestamps
from jariya.kernel.signing.bundle import Evidence
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.codes import meaning, refuse
from jariya.kernel.signing.policy import ANY, PEOPLES_CLOCKS, SKEW, ActRule
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.revocation import Proofs, State
from jariya.kernel.signing.timestamps import TimeStamp
from jariya.kernel.signing.trust import Chain, TrustStore
from jariya.kernel.signing.verdict import Steps, Verdict

__all__ = ["Proofs", "check", "signer_of"]


def check(
    data: bytes,
    content: bytes | None,
    *,
    trust: TrustStore,
    at: dt.datetime,
    act: ActRule | None = None,
    proofs: Proofs | None = None,
    ocsp_nonce: bytes | None = None,
    asked_at: dt.datetime | None = None,
    known_since: dt.datetime | None = None,
    time_stamp: bytes | None = None,
    archive: bool = False,
) -> Verdict:
    """Check a CMS signature and say what is to be held of it. Never raises for what the bytes are,
    only ValueError for a moment without a zone.

    Args:
        data: the CMS, DER.
        content: the exact bytes that were to be signed; None takes those enclosed in the CMS.
        trust: whose chains count.
        at: moment of the check (aware).
        act: which certificates may stand under this; None: any certificate for signing.
        proofs: what is known about revocation; without any the best verdict is TRY_LATER.
        ocsp_nonce: of our own question, which each OCSP answer must then repeat.
        asked_at: when the content was handed out with its nonce; the signature cannot be older.
        known_since: when the platform itself recorded the signature; it cannot be younger.
        time_stamp: a token over the SignatureValue that the platform fetched itself and keeps beside the signature.
        archive: also take algorithms that are no longer safe (GOST 34.310-2004), to read old papers.
    """
    for moment in (at, asked_at, known_since):
        if moment is not None and moment.tzinfo is None:
            raise ValueError("a moment without a zone")
    run = _Run(
        data, content, trust, at, act or ANY, proofs or Proofs(), ocsp_nonce, asked_at, known_since, time_stamp, archive
    )
    try:
        run.all()
        code = "passed"
    except Refused as refusal:
        code = refusal.code
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        # Bytes chosen to break a reader are no signature; nothing of them may reach a log.
        run.steps.note("format", "failed", "format.unreadable")
        code = "format.unreadable"
    return run.verdict(code)


def signer_of(data: bytes, *, trust: TrustStore, at: dt.datetime) -> tuple[Certificate, Certificate]:
    """The signer's certificate and its issuer, to ask about its revocation. Raises Refused when there is no chain."""
    certificate = Certificate.parse(cms.read(data).certificate)
    return certificate, trust.chain(certificate, _clamped(certificate, at)).issuer


@dataclass
class _Run:
    """One check: what was given, and what was found so far."""

    data: bytes
    content: bytes | None
    trust: TrustStore
    at: dt.datetime
    rule: ActRule
    proofs: Proofs
    nonce: bytes | None
    asked_at: dt.datetime | None
    known_since: dt.datetime | None
    token: bytes | None
    archive: bool
    steps: Steps = field(default_factory=Steps)
    certificate: Certificate | None = None
    algorithm: str | None = None
    signing_time: dt.datetime | None = None
    time_stamp: TimeStamp | None = None
    stamp_state: State | None = None
    chain: Chain | None = None
    state: State | None = None
    used: list[State] = field(default_factory=list)

    def all(self) -> None:
        """Take every step in order. Raises Refused at the first that does not hold."""
        step = self.steps.step
        with step("format"):
            signed = cms.read(self.data)
        with step("certificate"):
            self.certificate = certificate = Certificate.parse(signed.certificate, archive=self.archive)
        with step("content"):
            content = self._content(signed)
        with step("signature"):
            self.algorithm = signer_info.check(signed, content, certificate, archive=self.archive)
            self.signing_time = signer_info.signing_time(signed)
        with step("chain"):
            self.chain = chain = self._chain(certificate)
            if not {one.der for one in chain.certificates}.issuperset(signed.certificates):
                raise refuse("signer.extra_certificate")
        with step("purpose"):
            policy.usable(certificate, self.rule)
        with step("role"):
            policy.in_role(certificate, self.rule)
        for token in (signed.time_stamp, self.token):
            if token is not None and self.time_stamp is None:
                with step("time_stamp"):
                    self._stamped(token, signed.signature)
        with step("time"):
            self._plausible(certificate)
        self._authorities(chain)
        with step("revocation"):
            self._revocation(certificate, chain)

    @property
    def best(self) -> dt.datetime:
        """The earliest moment at which the signature is proven to have existed; `at` when nothing proves more.

        A time-stamp whose own certificate could not be asked about proves nothing against the signer's certificate.
        """
        stamped = self.time_stamp.time if self.time_stamp and self.stamp_state else self.at
        return min(self.at, stamped, self.known_since or self.at)

    @property
    def since(self) -> dt.datetime | None:
        """`best`, when something proves more than that the signature exists now."""
        return self.best if self.best < self.at else None

    def _content(self, signed: cms.SignedData) -> bytes:
        if signed.content is None:
            if self.content is None:
                raise refuse("content.missing")
            return self.content
        if self.content is not None and not hmac.compare_digest(signed.content, self.content):
            raise refuse("content.other")
        return signed.content

    def _chain(self, certificate: Certificate) -> Chain:
        try:
            return self.trust.chain(certificate, _clamped(certificate, self.at))
        except Refused as refusal:
            if refusal.code == "chain.authority_expired":
                self._plausible(certificate)  # what is wrong with the signer's own times says more
            raise

    def _stamped(self, token: bytes, signature: bytes) -> None:
        found = timestamps.check(token, signature, self.trust, self.at, archive=self.archive)
        if self.asked_at is not None and found.time < self.asked_at - SKEW:
            raise refuse("timestamp.order")
        self.time_stamp = found
        state = self._asked(found.certificate, found.chain.issuer, since=found.time).state
        if state is not None and _undone(state, found.time):
            raise refuse("timestamp.revoked")
        self.stamp_state = state
        if state is None:
            self.steps.note("time_stamp_revocation", "not_checked", "revocation.none")
        else:
            self.steps.note("time_stamp_revocation", "passed")
            self.used.append(state)

    def _plausible(self, certificate: Certificate) -> None:
        """Compare the moments among themselves and with the certificate's validity (5.2.6, 5.3.4, 5.5.4)."""
        said, best = self.signing_time, self.best
        since, until = certificate.not_before, certificate.not_after
        if said is not None and said > best + PEOPLES_CLOCKS:
            raise refuse("attribute.signing_time")
        if said is not None and self.asked_at is not None and said < self.asked_at - PEOPLES_CLOCKS:
            raise refuse("attribute.signing_time")
        if best > until:
            after = [one for one in (said, self.asked_at) if one is not None]
            raise refuse("certificate.expired" if max(after, default=until) > until else "certificate.expired_no_poe")
        if best < since:
            proven = self.since is not None or (said is not None and said < since)
            raise refuse("certificate.not_yet_valid" if proven else "certificate.not_yet_valid_no_poe")
        if said is not None and said < since - PEOPLES_CLOCKS:
            raise refuse("certificate.not_yet_valid")

    def _asked(
        self, certificate: Certificate, issuer: Certificate, *, since: dt.datetime | None = None
    ) -> revocation.Findings:
        return revocation.state_of(
            certificate, issuer, self.proofs, at=self.at, nonce=self.nonce, since=since, archive=self.archive
        )

    def _authorities(self, chain: Chain) -> None:
        """Ask about the authorities between, when the proofs know them; say so when they do not."""
        above = [*chain.intermediates[1:], chain.anchor]
        for authority, issuer in zip(chain.intermediates, above, strict=False):
            state = self._asked(authority, issuer, since=self.since).state
            if state is None:
                self.steps.note("authority_revocation", "not_checked", "revocation.authority_not_checked")
            elif state.revoked_at is not None and state.revoked_at <= self.best:
                with self.steps.step("authority_revocation"):
                    raise refuse("revocation.authority")
            else:
                self.steps.note("authority_revocation", "passed")
                self.used.append(state)

    def _revocation(self, certificate: Certificate, chain: Chain) -> None:
        """Judge the signer's certificate (5.2.6.4, 5.3.4 and 5.5.4: revoked before or after the signature?)."""
        found = self._asked(certificate, chain.issuer, since=self.since)
        state = found.state
        if state is None:
            raise refuse(found.code)
        if self.at > certificate.not_after and state.this_update > certificate.not_after:
            raise refuse("revocation.none")  # lists forget expired certificates: silence says nothing
        self.state = state
        self.used.append(state)
        if state.revoked_at is None:
            return
        if state.never_issued:
            raise refuse("revocation.never_issued")
        if state.revoked_at > self.best:
            return
        if state.on_hold:
            raise refuse("revocation.on_hold")
        later = [one for one in (self.signing_time, self.asked_at) if one is not None]
        proven = any(one >= state.revoked_at for one in later)
        raise refuse("revocation.revoked" if proven else "revocation.revoked_no_poe")

    def verdict(self, code: str) -> Verdict:
        """Put together what was found."""
        said = meaning(code)
        return Verdict(
            indication=said.indication,
            sub=said.sub or None,
            code=code,
            signer=self.certificate,
            at=self.at,
            evidence=self._evidence(),
            checks=tuple(self.steps.found),
            algorithm=oids.NAMES[self.algorithm] if self.algorithm else None,
            signing_time=self.signing_time,
            best_signature_time=self.best if self.algorithm else None,
            revocation=self.state,
            time_stamp=self.time_stamp,
        )

    def _evidence(self) -> Evidence:
        answers = dict.fromkeys(one.answer for one in self.used if one.answer is not None)
        return Evidence(
            cms_sha256=hashlib.sha256(self.data).hexdigest(),
            content_sha256="" if self.content is None else hashlib.sha256(self.content).hexdigest(),
            chain=tuple(one.der for one in self.chain.certificates) if self.chain else (),
            ocsp=tuple(answers),
            ocsp_nonce=self.nonce if answers else None,
            crl=tuple(dict.fromkeys(name for one in self.used for name in one.lists)),
            timestamps=(self.time_stamp.token,) if self.time_stamp else (),
        )


def _undone(state: State, time: dt.datetime) -> bool:
    """Tell whether the revocation of its certificate takes a time-stamp's word away (RFC 3161, 4, 1 and 2)."""
    reasons = ("key_compromise", "ca_compromise", "on_hold")
    return state.revoked_at is not None and (state.revoked_at <= time or state.reason in reasons)


def _clamped(certificate: Certificate, at: dt.datetime) -> dt.datetime:
    """The moment of its validity nearest to `at`: chains are sought there, its own validity is judged apart."""
    return min(max(at, certificate.not_before), certificate.not_after)
