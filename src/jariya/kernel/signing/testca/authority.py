"""A TEST authority of one checkout: made once, kept in a private folder, never to be trusted by anybody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jariya.kernel.signing.testca import build
from jariya.kernel.signing.testca import folder as files
from jariya.kernel.signing.testca import signatures as cms
from jariya.kernel.signing.testca.algorithms import GOST512, Key
from jariya.kernel.signing.testca.build import STEMS, Identity
from jariya.kernel.signing.testca.persons import PERSONS, Person
from jariya.kernel.signing.testca.responders import REASONS, Responders, row_of


class NoAuthority(LookupError):
    """What was asked for is not there; `code` is stable, the sentence says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class TestPerson:
    """A person with the key of one algorithm, able to sign."""

    __test__ = False  # no class of tests

    person: Person
    identity: Identity
    authority: TestAuthority

    def __repr__(self) -> str:
        return f"TestPerson({self.person.key!r}, {self.algorithm!r})"

    @property
    def algorithm(self) -> str:
        """gost512, gost256 or rsa."""
        return self.identity.key.algorithm

    @property
    def key(self) -> Key:
        """The private key."""
        return self.identity.key

    @property
    def certificate(self) -> bytes:
        """The certificate, DER."""
        return self.identity.certificate

    @property
    def chain(self) -> list[bytes]:
        """The issuer's certificate, DER."""
        return [self.authority.identity(f"{self.person.issuer}_{STEMS[self.algorithm]}").certificate]

    def sign_cms(
        self,
        content: bytes,
        detached: bool = True,
        at: dt.datetime | None = None,
        ess: int = 2,
        *,
        tsp: bool | dt.datetime = False,
        digested: bool = False,
        chain: bool = False,
        wrong: cms.Wrong = cms.RIGHT,
    ) -> bytes:
        """A CMS signature as NCALayer makes it, DER.

        Args:
            content: what is signed (its digest when `digested`).
            detached: without the content inside.
            at: the attribute signingTime, and the moment of the time-stamp; without it there is no signingTime.
            ess: 2, 1 or 0: the version of signingCertificate, 0 for none.
            tsp: with a time-stamp over the signature value, taken `at` or at the moment given.
            chain: carry the issuer's certificate along.
            wrong: what a test wants to be wrong.

        Raises:
            ValueError: a time-stamp without a moment.
        """
        moment = tsp if isinstance(tsp, dt.datetime) else at
        if tsp and moment is None:
            raise ValueError("a time-stamp needs a moment")

        def stamp(value: bytes) -> bytes:
            assert moment is not None
            return self.authority.responders.stamp(value, moment, self.algorithm)

        return cms.sign(
            content, key=self.key, certificate=self.certificate, at=at, detached=detached, ess=ess, digested=digested,
            chain=self.chain if chain else (), stamp=stamp if tsp else None, wrong=wrong,
        )  # fmt: skip


@dataclass(frozen=True)
class _Change:
    state: dict[str, Any]
    made: list[tuple[Path, Identity]]


class TestAuthority:
    """What lies in `folder`. Reads the list of revoked serials again when the file changed."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._state: dict[str, Any] = {}
        self._state_mark: tuple[int, int] = (0, 0)
        self._kept: dict[Path, tuple[tuple[int, int], Identity]] = {}
        self.responders = Responders(self)

    @property
    def trust(self) -> Path:
        """The folder for a trust store: roots and certification authorities (DER); `anchors.sha256` lists the roots."""
        return self.folder / "trust"

    @property
    def state(self) -> dict[str, Any]:
        """What was issued and revoked, as it stands on disk now."""
        mark = _mark(self.folder / files.STATE)
        if mark != self._state_mark:
            self._state, self._state_mark = files.read_state(self.folder), mark
        return self._state

    @property
    def kinds(self) -> list[str]:
        """The algorithms it has authorities of."""
        return list(self.state["kinds"])

    def identity(self, name: str) -> Identity:
        """An authority or responder with its key: `root_gost`, `nca_rsa`, `ocsp_gost`, `tsa_gost`, `foreign_rsa`."""
        return self._load(build.authority_file(self.folder, name))

    def persons(self) -> list[Person]:
        """Everybody with a key, in the order in which they are offered."""
        kinds = self.kinds
        return [person for person in build.everybody(self.state) if build.wanted(person, kinds)]

    def algorithms(self, person: Person) -> list[str]:
        """The algorithms of a person's keys."""
        return build.wanted(person, self.kinds)

    def person(self, key: str, algorithm: str = GOST512) -> TestPerson:
        """A person with the key of one algorithm.

        Raises:
            NoAuthority: nobody of that name, or no key of that algorithm.
        """
        found = next((one for one in build.everybody(self.state) if one.key == key), None)
        if found is None:
            raise NoAuthority("testca_no_person", f"There is no TEST person {key!r}: see jariya testca show.")
        try:
            return TestPerson(found, self._load(build.person_file(self.folder, key, algorithm)), self)
        except FileNotFoundError:
            raise NoAuthority("testca_no_key", f"{key} has no key of {algorithm}: see jariya testca show.") from None

    def _load(self, file: Path) -> Identity:
        mark = _mark(file)
        kept = self._kept.get(file)
        if kept is None or kept[0] != mark:
            kept = self._kept[file] = (mark, Identity.load(file))
        return kept[1]

    def revocation(self, serial: int, now: dt.datetime) -> tuple[dt.datetime, str] | None:
        """When and why a serial was revoked, as known at `now`; None when it is not."""
        row = row_of(self.state, serial)
        if row is None or row[0] > now or (row[1] is not None and row[1] <= now):
            return None
        return row[0], row[2]

    def revoked(self, issuer: str, now: dt.datetime) -> dict[int, tuple[dt.datetime, str]]:
        """All serials of one issuer (`nca_gost`) that are revoked at `now`."""
        issued = self.state["issued"]
        found = {}
        for serial in self.state["revoked"]:
            row = self.revocation(int(serial, 16), now)
            if row and issued.get(serial, {}).get("issuer") == issuer:
                found[int(serial, 16)] = row
        return found

    def revoke(
        self, key: str, at: dt.datetime, reason: str = "key_compromise", algorithms: Sequence[str] = ()
    ) -> list[int]:
        """Revoke a person's certificates (of all algorithms unless named); their serials.

        Raises:
            NoAuthority: nobody of that name or no such reason.
        """
        if reason not in REASONS or reason == "remove_from_crl":
            raise NoAuthority("testca_no_reason", f"There is no reason {reason!r}: {', '.join(REASONS)}")
        with self._changing() as change:
            serials = self._serials(key, algorithms)
            for serial in serials:
                change.state["revoked"][f"{serial:x}"] = {"at": at.isoformat(), "reason": reason, "until": None}
        return serials

    def restore(self, key: str, at: dt.datetime, algorithms: Sequence[str] = ()) -> list[int]:
        """Give suspended certificates (reason certificate_hold) back; their serials. Others stay revoked."""
        restored = []
        with self._changing() as change:
            for serial in self._serials(key, algorithms):
                row = change.state["revoked"].get(f"{serial:x}")
                if row and row["reason"] == "certificate_hold":
                    row["until"] = at.isoformat()
                    restored.append(serial)
        return restored

    def issue(self, person: Person, now: dt.datetime) -> None:
        """Make keys and certificates for a further invented person, or anew for a known one.

        Raises:
            NoAuthority: the key is no file name, or the name does not say that it is a test.
        """
        if not person.key.replace("-", "").isalnum() or not person.key.isascii():
            raise NoAuthority("testca_bad_key", "A person's key is letters, digits and hyphens.")
        if "TEST" not in person.common_name and "ТЕСТ" not in person.common_name:
            raise NoAuthority("testca_not_test", "The name of a TEST person says TEST or ТЕСТ.")
        with self._changing() as change:
            if person not in PERSONS:
                change.state["extra"][person.key] = asdict(person)
            for algorithm in build.wanted(person, change.state["kinds"]):
                change.made.append(build.make_person(self.folder, change.state, person, algorithm, now))

    def renew(self, now: dt.datetime) -> int:
        """Issue anew what is valid for less than a month more; how many certificates that were."""
        limit = now + build.RENEW
        count = 0
        with self._changing() as change:
            state = change.state
            for kind in state["kinds"]:
                if any(self.identity(f"{word}_{STEMS[kind]}").until < limit for word in ("ocsp", "tsa")):
                    build.make_responders(self.folder, kind, now)
                    count += 2
            for person in build.everybody(state):
                for algorithm in build.wanted(person, state["kinds"]):
                    if person.state != "expired" and not self._lasts(person, algorithm, limit):
                        change.made.append(build.make_person(self.folder, state, person, algorithm, now))
        return count + len(change.made)

    def _lasts(self, person: Person, algorithm: str, limit: dt.datetime) -> bool:
        try:
            return self.person(person.key, algorithm).identity.until >= limit
        except NoAuthority:
            return False

    def _serials(self, key: str, algorithms: Sequence[str]) -> list[int]:
        found = self.person(key, (algorithms or self.algorithms(self._named(key)))[0])
        return [self.person(key, one).identity.serial for one in algorithms or self.algorithms(found.person)]

    def _named(self, key: str) -> Person:
        found = next((one for one in self.persons() if one.key == key), None)
        if found is None:
            raise NoAuthority("testca_no_person", f"There is no TEST person {key!r}: see jariya testca show.")
        return found

    @contextmanager
    def _changing(self) -> Iterator[_Change]:
        """The state to change, one writer at a time; kept when nothing was raised. A serial is on the list before its
        certificate can be used, so that OCSP knows it whenever the process dies."""
        with files.locked(self.folder):
            change = _Change(files.read_state(self.folder), [])
            yield change
            files.write_state(self.folder, change.state)
            for file, identity in change.made:
                identity.write(file)


def _mark(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_ino
