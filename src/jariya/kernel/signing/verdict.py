"""The verdict on a signature, in the words of ETSI EN 319 102-1, and the way to it step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jariya.kernel.signing.bundle import Evidence
from jariya.kernel.signing.codes import CODES, Code, Indication, meaning
from jariya.kernel.signing.refused import Refused

if TYPE_CHECKING:
    from jariya.kernel.signing.certificates import Certificate
    from jariya.kernel.signing.revocation import State
    from jariya.kernel.signing.timestamps import TimeStamp

__all__ = ["CODES", "Check", "Indication", "Steps", "Verdict"]


@dataclass(frozen=True)
class Check:
    """One step. `result`: passed, failed, indeterminate, or not_checked; `code` says why when it is not passed."""

    name: str
    result: str
    code: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What is to be held of a signature at a moment.

    `indication`: passed, indeterminate, failed. `sub`: sub-indication of the standard, None when passed. `code`: stable
    word of the reason, see `codes.CODES`. `signer`: the certificate as far as it could be read; only a passed verdict
    says that it is whose it says. `at`: moment of the check. `best_signature_time`: earliest moment at which the
    signature is known to have existed. `evidence`: what the verdict rests on.
    """

    indication: Indication
    sub: str | None
    code: str
    signer: Certificate | None
    at: dt.datetime
    evidence: Evidence
    checks: tuple[Check, ...] = ()
    algorithm: str | None = None
    signing_time: dt.datetime | None = None
    best_signature_time: dt.datetime | None = None
    revocation: State | None = None
    time_stamp: TimeStamp | None = None

    def __repr__(self) -> str:
        return f"Verdict({self.indication!r}, {self.code!r})"

    @property
    def meaning(self) -> Code:
        """What the code means and what to do, in English."""
        return meaning(self.code)

    def as_json(self, *, show_person: bool = False) -> dict[str, Any]:
        """For machines. Without `show_person` no name, number or certificate of a person is in it."""
        return {
            "indication": self.indication,
            "sub_indication": self.sub,
            "code": self.code,
            "what": self.meaning.what,
            "what_to_do": self.meaning.what_to_do,
            "checks": [{"name": one.name, "result": one.result, "code": one.code} for one in self.checks],
            "algorithm": self.algorithm,
            "at": _iso(self.at),
            "signing_time": _iso(self.signing_time),
            "best_signature_time": _iso(self.best_signature_time),
            "time_stamp": None
            if self.time_stamp is None
            else {"time": _iso(self.time_stamp.time), "policy": self.time_stamp.policy},
            "revocation": None if self.revocation is None else self.revocation.as_json(),
            "signer": None if self.signer is None else _signer(self.signer, show_person),
            "verifier": self.evidence.verifier,
        }


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _signer(certificate: Certificate, show_person: bool) -> dict[str, Any]:
    known: dict[str, Any] = {
        "roles": sorted(certificate.roles),
        "key": certificate.key.algorithm,
        "not_before": _iso(certificate.not_before),
        "not_after": _iso(certificate.not_after),
        "test": certificate.is_test,
    }
    if show_person:
        known |= {
            "common_name": certificate.common_name,
            "patronymic": certificate.patronymic,
            "iin": certificate.iin,
            "bin": certificate.bin,
            "organisation": certificate.organisation,
            "serial": f"{certificate.serial:x}",
            "sha256": certificate.sha256.hex(),
        }
    return known


@dataclass
class Steps:
    """The record of a check while it runs."""

    found: list[Check] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Write down how a step ended; a refusal goes on to the caller."""
        try:
            yield
        except Refused as refusal:
            self.found.append(Check(name, meaning(refusal.code).indication, refusal.code))
            raise
        self.found.append(Check(name, "passed"))

    def note(self, name: str, result: str, code: str | None = None) -> None:
        """Write down something that decides nothing by itself."""
        self.found.append(Check(name, result, code))
