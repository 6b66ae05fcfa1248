"""Making and opening the TEST authority of a checkout."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jariya.kernel.record.disk import write_durably
from jariya.kernel.signing.testca import build
from jariya.kernel.signing.testca import folder as files
from jariya.kernel.signing.testca.authority import NoAuthority, TestAuthority
from jariya.kernel.signing.testca.build import KINDS, STEMS, Identity
from jariya.kernel.signing.testca.persons import PERSONS


def make(folder: Path, *, now: dt.datetime, kinds: Sequence[str] = KINDS) -> TestAuthority:
    """Make the authority in `folder` unless it is there, renew what ends soon; the same call again changes nothing.

    The folder appears whole or not at all: a process killed in the middle leaves nothing that counts.

    Args:
        folder: private folder (0700), such as var/testca.
        now: the moment of issue, in whole seconds.
        kinds: gost512, rsa or both; the first one is used where a service may choose.
    """
    now = now.replace(microsecond=0)
    with files.locked(folder):
        there = files.complete(folder) and set(kinds) <= set(files.read_state(folder)["kinds"])
        if not there:
            with files.appearing(folder) as fresh:
                _fill(fresh, now, kinds)
    authority = TestAuthority(folder)
    if there:
        authority.renew(now)
    return authority


def load(folder: Path) -> TestAuthority:
    """The authority in `folder`.

    Raises:
        NoAuthority: there is none; the sentence says how to make one.
    """
    if not files.complete(folder):
        raise NoAuthority("testca_missing", "There is no TEST authority here: make one with jariya testca make.")
    return TestAuthority(folder)


def _fill(folder: Path, now: dt.datetime, kinds: Sequence[str]) -> None:
    for name in ("authorities", "persons", "trust"):
        files.private(folder / name)
    # Making RSA keys is most of the work, and OpenSSL lets other threads run meanwhile.
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda kind: build.make_authorities(folder, kind, now), kinds))
    state: dict[str, Any] = {
        "version": files.VERSION, "made": now.isoformat(), "kinds": list(kinds), "issued": {}, "revoked": {},
        "extra": {},
    }  # fmt: skip
    work = [(person, algorithm) for person in PERSONS for algorithm in build.wanted(person, kinds)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        for file, identity in pool.map(lambda one: build.make_person(folder, state, one[0], one[1], now), work):
            identity.write(file)
    anchors = []
    for kind in kinds:
        for word in ("root", "nca"):
            name = f"{word}_{STEMS[kind]}"
            certificate = Identity.load(build.authority_file(folder, name)).certificate
            write_durably(folder / "trust" / f"{name}.cer", certificate, private=True)
            if word == "root":
                anchors.append(f"{hashlib.sha256(certificate).hexdigest()}  {name}.cer\n")
    write_durably(folder / "trust" / "anchors.sha256", "".join(anchors).encode(), private=True)
    files.write_state(folder, state)
