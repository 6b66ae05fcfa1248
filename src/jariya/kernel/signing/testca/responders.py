"""The TEST authority's services as functions of bytes: OCSP (RFC 6960), lists (RFC 5280), time-stamps (RFC 3161)."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from asn1crypto import ocsp, tsp

from jariya.kernel.signing.testca import der
from jariya.kernel.signing.testca import signatures as cms
from jariya.kernel.signing.testca.algorithms import GOST512, RSA, SHA256, digest, identifier
from jariya.kernel.signing.testca.build import STEMS, Identity
from jariya.kernel.signing.testca.certificates import authority_identifier, extension

if TYPE_CHECKING:
    from jariya.kernel.signing.testca.authority import TestAuthority

TST_INFO = "1.2.840.113549.1.9.16.1.4"
POLICIES = {"1.2.398.3.3.2.6.4": GOST512, "1.2.398.3.3.2.6.2": RSA}
"""Of the state's time-stamping service: GOST of 2015 and RSA."""

MALFORMED, UNAUTHORIZED = 1, 6
BAD_ALGORITHM, BAD_FORMAT, UNACCEPTED_POLICY = 0, 5, 15
REASONS = {
    "unspecified": 0, "key_compromise": 1, "affiliation_changed": 3, "superseded": 4, "cessation_of_operation": 5,
    "certificate_hold": 6, "remove_from_crl": 8, "privilege_withdrawn": 9,
}  # fmt: skip
DAY = dt.timedelta(days=1)
SIZES = {SHA256: 32, "1.2.398.3.10.1.3.3": 64, "1.2.398.3.10.1.3.2": 32, "2.16.840.1.101.3.4.2.3": 64}


class Responders:
    """Answers in the authority's name. Moments are arguments: nothing here looks at a clock."""

    def __init__(self, authority: TestAuthority) -> None:
        self.authority = authority

    def ocsp(
        self,
        request: bytes,
        *,
        now: dt.datetime,
        nonce: bool = True,
        next_update: dt.datetime | None = None,
        by: str = "ocsp",
        status: str | None = None,
        tamper: Callable[[bytes], bytes] | None = None,
    ) -> bytes:
        """An OCSP answer, DER. As the state's TEST service, it has no nextUpdate.

        Args:
            request: OCSPRequest, DER; its nonce is repeated.
            now: producedAt and thisUpdate.
            nonce: False leaves the nonce out (a wrong answer for tests).
            next_update: written when given.
            by: who signs: `ocsp`; for tests `tsa` (wrong purpose), `nca` (the issuer itself), `foreign`, `impostor`.
            status: `good`, `revoked` or `unknown` instead of the true one, for tests.
            tamper: changes the signature value, for tests.
        """
        try:
            asked = ocsp.OCSPRequest.load(request, strict=True)["tbs_request"]
            ids = [row["req_cert"] for row in asked["request_list"]]
            found = [self._issuer(one) for one in ids]
            given = asked["request_extensions"]
            nonces = [row for row in given or () if row["extn_id"].dotted == "1.3.6.1.5.5.7.48.1.2"]
            values = [row["extn_value"].contents for row in nonces]
        except (ValueError, TypeError, KeyError):
            return _ocsp_error(MALFORMED)
        if not ids:
            return _ocsp_error(MALFORMED)
        if None in found or len(set(found)) != 1:
            return _ocsp_error(UNAUTHORIZED)
        stem = str(found[0])
        signer = self.authority.identity(f"{by}_{stem}")
        answers = [
            der.sequence(
                one.dump(),
                self._status(int(one["serial_number"].native), f"nca_{stem}", now, status),
                der.generalized(now),
                *([der.explicit(0, der.generalized(next_update))] if next_update else []),
            )
            for one in ids
        ]
        repeated = [der.sequence(der.oid("1.3.6.1.5.5.7.48.1.2"), der.octets(value)) for value in values if nonce]
        inside = der.sequence(
            der.explicit(1, signer.parsed["subject"].dump()),
            der.generalized(now),
            der.sequence(*answers),
            *([der.explicit(1, der.sequence(*repeated))] if repeated else []),
        )
        value = signer.key.sign(inside)
        basic = der.sequence(
            inside,
            identifier(signer.key.signature_oid),
            der.bits(tamper(value) if tamper else value),
            der.explicit(0, der.sequence(signer.certificate)),
        )
        body = der.sequence(der.oid("1.3.6.1.5.5.7.48.1.1"), der.octets(basic))
        return der.sequence(der.enumerated(0), der.explicit(0, body))

    def _issuer(self, asked: Any) -> str | None:
        """`gost` or `rsa`: whose certificate is asked about; None when it is nobody of ours."""
        algorithm = asked["hash_algorithm"]["algorithm"].dotted
        hashes = {SHA256: hashlib.sha256, "1.3.14.3.2.26": hashlib.sha1}
        if algorithm not in hashes:
            return None
        for kind in self.authority.kinds:
            nca = self.authority.identity(f"nca_{STEMS[kind]}")
            name, key = (hashes[algorithm](part).digest() for part in (nca.parsed["subject"].dump(), nca.key.bits))
            if (asked["issuer_name_hash"].native, asked["issuer_key_hash"].native) == (name, key):
                return STEMS[kind]
        return None

    def _status(self, serial: int, issuer: str, now: dt.datetime, forced: str | None) -> bytes:
        row = self.authority.state["issued"].get(f"{serial:x}")
        revoked = self.authority.revocation(serial, now)
        word = forced or ("unknown" if not row or row["issuer"] != issuer else "revoked" if revoked else "good")
        if word == "revoked":
            at, reason = revoked or (now, "unspecified")
            why = der.explicit(0, der.enumerated(REASONS[reason]))
            return der.implicit(1, der.sequence(der.generalized(at), why))
        return der.implicit(0 if word == "good" else 2, der.null())

    def crl(self, now: dt.datetime, algorithm: str = GOST512, *, lasts: dt.timedelta = DAY, by: str = "nca") -> bytes:
        """The full list as it stands at `now`, valid for `lasts`; its number is the second of `now`."""
        rows = self.authority.revoked(f"nca_{STEMS[algorithm]}", now)
        return self._list(algorithm, rows, now, now + lasts, by)

    def delta(
        self, now: dt.datetime, algorithm: str = GOST512, *, base: dt.datetime | None = None,
        lasts: dt.timedelta = dt.timedelta(hours=1), by: str = "nca",
    ) -> bytes:  # fmt: skip
        """What changed since the full list of `base` (midnight in UTC of the same day when not given)."""
        base = base or now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        issuer = f"nca_{STEMS[algorithm]}"
        before = self.authority.revoked(issuer, base)
        today = self.authority.revoked(issuer, now)
        rows = {serial: row for serial, row in today.items() if before.get(serial) != row}
        rows |= dict.fromkeys(before.keys() - today.keys(), (now, "remove_from_crl"))
        return self._list(algorithm, rows, now, now + lasts, by, base=base)

    def root_crl(self, now: dt.datetime, algorithm: str = GOST512) -> bytes:
        """The root's list: its certification authority is never revoked, so it is empty."""
        return self._list(algorithm, {}, now, now + 180 * DAY, "root")

    def _list(
        self, algorithm: str, rows: dict[int, tuple[dt.datetime, str]], now: dt.datetime, until: dt.datetime, by: str,
        *, base: dt.datetime | None = None,
    ) -> bytes:  # fmt: skip
        stem = STEMS[algorithm]
        signer = self.authority.identity(f"{by}_{stem}")
        entries = [
            der.sequence(
                der.integer(serial),
                der.time(at),
                der.sequence(extension("2.5.29.21", der.enumerated(REASONS[reason]))),
            )
            for serial, (at, reason) in sorted(rows.items())
        ]
        extensions = [
            authority_identifier(signer.issuer(f"{by}_{stem}")),
            extension("2.5.29.20", der.integer(int(now.timestamp()))),
        ]
        if base is not None:
            extensions.append(extension("2.5.29.27", der.integer(int(base.timestamp())), critical=True))
        inside = der.sequence(
            der.integer(1),
            identifier(signer.key.signature_oid),
            signer.parsed["subject"].dump(),
            der.time(now),
            der.time(until),
            *([der.sequence(*entries)] if entries else []),
            der.explicit(0, der.sequence(*extensions)),
        )
        return der.sequence(inside, identifier(signer.key.signature_oid), der.bits(signer.key.sign(inside)))

    def tsa(
        self,
        request: bytes,
        now: dt.datetime,
        *,
        by: str = "tsa",
        imprint: bytes | None = None,
        wrong: cms.Wrong = cms.RIGHT,
    ) -> bytes:
        """A time-stamp answer, DER; the token carries `now` in whole seconds.

        Args:
            request: TimeStampReq, DER; its policy decides the algorithm, GOST of 512 bits without one.
            now: the moment stamped.
            by: who signs; for tests `ocsp` (wrong purpose).
            imprint: another imprint than asked, for tests.
            wrong: what is wrong with the token's signature, for tests.
        """
        try:
            asked = tsp.TimeStampReq.load(request, strict=True)
            stamp = asked["message_imprint"]
            algorithm = stamp["hash_algorithm"]["algorithm"].dotted
            hashed, policy = bytes(stamp["hashed_message"].native), asked["req_policy"]
            policy_name = policy.dotted if policy.native is not None else None
            nonce, carry = asked["nonce"].native, bool(asked["cert_req"].native)
        except (ValueError, TypeError, KeyError):
            return _refused_stamp(BAD_FORMAT)
        if SIZES.get(algorithm) != len(hashed):
            return _refused_stamp(BAD_ALGORITHM)
        kind = POLICIES.get(policy_name, "") if policy_name else self.authority.kinds[0]
        if kind not in self.authority.kinds:
            return _refused_stamp(UNACCEPTED_POLICY)
        policy_name = policy_name or next(name for name, one in POLICIES.items() if one == kind)
        info = der.sequence(
            der.integer(1),
            der.oid(policy_name),
            der.sequence(identifier(algorithm), der.octets(imprint or hashed)),
            der.integer(secrets.randbits(63) | 1 << 63),
            der.generalized(now),
            *([der.integer(nonce)] if nonce is not None else []),
        )
        signer: Identity = self.authority.identity(f"{by}_{STEMS[kind]}")
        changed = wrong if carry else cms.Wrong(**{**vars(wrong), "certificates": ()})
        # The state's own tokens carry signingCertificate of version 1.
        token = cms.sign(
            info, key=signer.key, certificate=signer.certificate, at=now, detached=False, ess=1, inner_type=TST_INFO,
            wrong=changed,
        )  # fmt: skip
        return der.sequence(der.sequence(der.integer(0)), token)

    def stamp(self, value: bytes, now: dt.datetime, algorithm: str) -> bytes:
        """A token over a signature value, as NCALayer fetches it for a signature of this algorithm."""
        kind = RSA if algorithm == RSA else GOST512
        name = SHA256 if algorithm == RSA else "1.2.398.3.10.1.3.3"
        policy = next(name for name, one in POLICIES.items() if one == kind)
        request = der.sequence(
            der.integer(1),
            der.sequence(identifier(name), der.octets(digest(name, value))),
            der.oid(policy),
            der.integer(secrets.randbits(63)),
            der.boolean(True),
        )
        answer = tsp.TimeStampResp.load(self.tsa(request, now))
        token: bytes = answer["time_stamp_token"].dump()
        return token


def _ocsp_error(code: int) -> bytes:
    return der.sequence(der.enumerated(code))


def _refused_stamp(failure: int) -> bytes:
    return der.sequence(der.sequence(der.integer(2), der.flags(failure)))


def row_of(state: dict[str, Any], serial: int) -> tuple[dt.datetime, dt.datetime | None, str] | None:
    """When a serial was revoked, until when if it was given back, and why; None when it never was."""
    found = state["revoked"].get(f"{serial:x}")
    if not found:
        return None
    until = dt.datetime.fromisoformat(found["until"]) if found["until"] else None
    return dt.datetime.fromisoformat(found["at"]), until, str(found["reason"])
