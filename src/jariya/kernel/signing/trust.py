"""Whom this installation believes: pinned anchors and the authorities under them, TEST and PROD apart.

A folder holds certificates (`.cer`, `.crt`, `.der`, `.pem`) and `anchors.sha256`, lines as `sha256sum` writes them over
the DER: those certificates are anchors, by themselves or not. The others are authorities, and each must lead to an
anchor when the folder is loaded. Nothing that comes with a signature is ever added.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Literal

from jariya.kernel.language import numbers
from jariya.kernel.signing.armour import unwrapped
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.refused import Refused

Profile = Literal["test", "prod", "archive"]

LIST = "anchors.sha256"
_SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})
_LINE = re.compile(r"([0-9a-fA-F]{64})(?:[ \t].*)?")
_REMEMBERED = 256


@dataclass(frozen=True)
class Chain:
    """Certificates from the leaf to the anchor, each signed by the next.

    `intermediates` are the authorities between, nearest to the leaf first; empty when the anchor issued the leaf.
    A leaf that is itself an anchor stands alone.
    """

    leaf: Certificate
    intermediates: tuple[Certificate, ...]
    anchor: Certificate

    @property
    def issuer(self) -> Certificate:
        """The authority that issued the leaf."""
        return self.intermediates[0] if self.intermediates else self.anchor

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        """All of them, leaf first; an anchor that is the leaf itself stands once."""
        if self.leaf.der == self.anchor.der:
            return (self.leaf,)
        return (self.leaf, *self.intermediates, self.anchor)


class TrustStore:
    """Anchors and authorities of one profile, each path checked once when loaded."""

    def __init__(self, profile: Profile, anchors: list[Certificate], others: list[Certificate]) -> None:
        """Build a store of certificates already read. Raises Refused as `load` does."""
        self.profile = profile
        self.anchors = tuple(anchors)
        self._archive = profile == "archive"
        if not anchors:
            raise _untrusted("empty")
        for certificate in (*anchors, *others):
            self._admit(certificate)
        self._paths: dict[bytes, tuple[Certificate, ...]] = {one.sha256: (one,) for one in anchors}
        self._by_subject: dict[bytes, list[Certificate]] = {}
        for one in anchors:
            self._by_subject.setdefault(one.subject_dn, []).append(one)
        self._found: OrderedDict[bytes, tuple[Certificate, ...]] = OrderedDict()
        self._lock = Lock()
        self._attach(others)

    @classmethod
    def load(cls, folder: Path, *, profile: Profile) -> TrustStore:
        """Load a folder.

        `profile`: `prod` refuses every TEST authority, `test` every real one, so that neither believes the other's
        signatures; `archive` takes both and algorithms no longer trusted, for reading on the command line.
        Raises Refused: `trust.missing` (folder or list), `trust.empty`, `trust.list` (a line is no digest, or its
        certificate is not there), `trust.damaged` (a file is no certificate), `trust.test_anchor`,
        `trust.real_anchor`, `trust.not_authority`, `trust.unattached` (an authority that leads to no anchor).
        """
        try:
            lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
            files = sorted(one for one in folder.iterdir() if one.suffix.lower() in _SUFFIXES)
        except (OSError, UnicodeDecodeError):
            raise _untrusted("missing") from None
        pinned = set()
        for line in lines:
            if line.strip() and not line.startswith("#"):
                found = _LINE.fullmatch(line.strip())
                if not found:
                    raise _untrusted("list")
                pinned.add(bytes.fromhex(found[1]))
        held: dict[bytes, Certificate] = {}
        for file in files:
            for der in _certificates(file):
                one = _parse(der, archive=profile == "archive")
                held[one.sha256] = one
        if not pinned <= held.keys():
            raise _untrusted("list")
        return cls(
            profile,
            [one for digest, one in held.items() if digest in pinned],
            [one for digest, one in held.items() if digest not in pinned],
        )

    @property
    def authorities(self) -> tuple[Certificate, ...]:
        """Every anchor and authority."""
        return tuple(one for group in self._by_subject.values() for one in group)

    def chain(self, certificate: Certificate, at: dt.datetime) -> Chain:
        """Return the chain of a certificate at a moment (UTC).

        Raises Refused: `chain.unknown_issuer`, `chain.signature` (the named issuer did not sign it),
        `chain.constraints` (an authority may not issue, or too deep), `chain.authority_expired`,
        `certificate.expired`, `certificate.not_yet_valid`, `certificate.iin` (prod: the number's check digit).
        """
        path = self._paths.get(certificate.sha256) or self._path(certificate)
        for authority in path if certificate.sha256 in self._paths else path[1:]:
            if not authority.holds_at(at):
                raise Refused("chain.authority_expired", "indeterminate", "OUT_OF_BOUNDS_NO_POE")
        if at < certificate.not_before:
            raise Refused("certificate.not_yet_valid", "failed", "NOT_YET_VALID")
        if at > certificate.not_after:
            raise Refused("certificate.expired", "failed", "EXPIRED")
        if self.profile == "prod" and certificate.iin is not None and not numbers.iin_valid(certificate.iin):
            raise Refused("certificate.iin", "indeterminate", "CHAIN_CONSTRAINTS_FAILURE")
        return Chain(path[0], path[1:-1], path[-1])

    # -- paths ----------------------------------------------------------------------------------------------------

    def _admit(self, certificate: Certificate) -> None:
        named_test = certificate.subject.is_test or certificate.issuer.is_test
        if self.profile == "prod" and named_test:
            raise _untrusted("test_anchor")
        if self.profile == "test" and not named_test:
            raise _untrusted("real_anchor")
        if not certificate.is_ca or "key_cert_sign" not in certificate.key_usage:
            raise _untrusted("not_authority")

    def _attach(self, others: list[Certificate]) -> None:
        """Check the authorities' own paths, nearest to the anchors first."""
        waiting = list(others)
        while waiting:
            left = []
            for one in waiting:
                try:
                    path = self._path(one)
                except Refused:
                    left.append(one)
                    continue
                self._paths[one.sha256] = path
                self._by_subject.setdefault(one.subject_dn, []).append(one)
            if len(left) == len(waiting):
                raise _untrusted("unattached")
            waiting = left
        self._found.clear()

    def _path(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """Return the certificate followed by its authorities up to the anchor; signature and constraints checked."""
        with self._lock:
            if (known := self._found.get(certificate.sha256)) is not None:
                self._found.move_to_end(certificate.sha256)
                return known
        issuers = [one for one in self._by_subject.get(certificate.issuer_dn, []) if _may_match(certificate, one)]
        if not issuers:
            raise Refused("chain.unknown_issuer", "indeterminate", "NO_CERTIFICATE_CHAIN_FOUND")
        refusal = Refused("chain.signature", "indeterminate", "CERTIFICATE_CHAIN_GENERAL_FAILURE")
        for issuer in issuers:
            path = (certificate, *self._paths[issuer.sha256])
            try:
                if not certificate.signed_by(issuer.key, archive=self._archive):
                    continue
                _constrained(path)
            except Refused as error:
                refusal = error
                continue
            with self._lock:
                self._found[certificate.sha256] = path
                while len(self._found) > _REMEMBERED:
                    self._found.popitem(last=False)
            return path
        raise refusal


def _may_match(certificate: Certificate, issuer: Certificate) -> bool:
    """Return whether key identifiers, where both are written, speak for this issuer."""
    wanted, own = certificate.extensions.authority_key_id, issuer.extensions.subject_key_id
    return wanted is None or own is None or wanted == own


def _constrained(path: tuple[Certificate, ...]) -> None:
    """Check that each authority of the path may issue what stands below it (RFC 5280, 6.1.4 k-n).

    An anchor's own constraints count too: the national authorities write them with intent.
    """
    below = 0
    for authority in path[1:]:
        if not authority.is_ca or "key_cert_sign" not in authority.key_usage:
            raise Refused("chain.constraints", "indeterminate", "CHAIN_CONSTRAINTS_FAILURE")
        if authority.path_length is not None and below > authority.path_length:
            raise Refused("chain.constraints", "indeterminate", "CHAIN_CONSTRAINTS_FAILURE")
        if not authority.names_itself:
            below += 1


def _certificates(file: Path) -> list[bytes]:
    try:
        data = file.read_bytes()
    except OSError:
        raise _untrusted("damaged") from None
    found = unwrapped(data)
    if not found:
        raise _untrusted("damaged")
    return found


def _parse(der: bytes, *, archive: bool) -> Certificate:
    try:
        return Certificate.parse(der, archive=archive)
    except Refused:
        raise _untrusted("damaged") from None


def _untrusted(code: str) -> Refused:
    return Refused(f"trust.{code}", "indeterminate", "NO_CERTIFICATE_CHAIN_FOUND")
