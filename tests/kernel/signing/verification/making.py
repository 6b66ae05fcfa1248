"""Short ways to what the tests of the check need: proofs, and one call that checks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jariya.kernel.signing import ocsp, policy, verify
from jariya.kernel.signing.testca import TestAuthority, TestPerson
from jariya.kernel.signing.trust import TrustStore
from jariya.kernel.signing.verdict import Verdict

CONTENT = '{"act":"question.ask","title_kk":"Су құбыры","v":1}'.encode()
NONCE = b"8 octets"


@dataclass(frozen=True)
class Desk:
    """An authority, the store that trusts it, and the moment at which everything happens."""

    authority: TestAuthority
    store: TrustStore
    now: dt.datetime

    def person(self, name: str = "citizen-1", algorithm: str = "rsa") -> TestPerson:
        """A person with a key."""
        return self.authority.person(name, algorithm)

    def sign(self, name: str = "citizen-1", algorithm: str = "rsa", **options: Any) -> bytes:
        """A signature over CONTENT, signed now unless `at` says another moment."""
        options.setdefault("at", self.now)
        return self.person(name, algorithm).sign_cms(CONTENT, **options)

    def answer(
        self, name: str = "citizen-1", algorithm: str = "rsa", *, now: dt.datetime | None = None,
        nonce: bytes | None = NONCE, **options: Any,
    ) -> bytes:  # fmt: skip
        """The OCSP answer about a person's certificate."""
        person = self.person(name, algorithm)
        question = ocsp.request(person.certificate, person.chain[0], nonce)
        return self.authority.responders.ocsp(question, now=now or self.now, **options)

    def lists(self, algorithm: str = "rsa", *, now: dt.datetime | None = None) -> verify.Proofs:
        """The full list of that algorithm's authority."""
        return verify.Proofs(crl=[self.authority.responders.crl(now or self.now, algorithm)])

    def all_lists(self) -> verify.Proofs:
        """Lists of the authorities and of their roots, both algorithms."""
        responders = self.authority.responders
        made = [make(self.now, kind) for make in (responders.crl, responders.root_crl) for kind in ("rsa", "gost512")]
        return verify.Proofs(crl=made)

    def check(self, cms: bytes, content: bytes | None = CONTENT, **options: Any) -> Verdict:
        """Check a signature of a citizen; without `proofs`, with all lists."""
        options.setdefault("at", self.now)
        options.setdefault("act", policy.ANY)
        if "proofs" not in options:
            options["proofs"] = self.all_lists()
        return verify.check(cms, content, trust=self.store, **options)
