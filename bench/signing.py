"""How many signatures are checked a second on one core, with gmpy2 and without, and how much of it is the curve?

    python bench/signing.py [--seconds S] [--people N]

Each check is the whole of `verify.check`: shape, certificate, signature, chain, purpose, OCSP answer and its responder.
Every signer is met once a round and there are more of them than anything here remembers, as on a platform; the
authority and the responder come again with each, and their keys earn tables. The two arithmetics run in processes of
their own. Limits, on the machine whose figures are in the design: 118 checks a second with gmpy2, 49 without, 279 for
RSA. Another machine is judged by the ratio: a check may cost 5.2 single verifications with gmpy2 and 3.5 without.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, "src")
sys.path.insert(0, ".")

from bench.ground import figure, heading, say

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
FLOORS = {("gmpy2", "gost512"): 118, ("pure", "gost512"): 49, ("gmpy2", "rsa"): 279}
CEILINGS = {"gmpy2": 5.2, "pure": 3.5}
"""How many single verifications a check may cost: the best of the one and the least of the other in the design."""


def rate(work: Callable[[], object], seconds: float) -> float:
    """Calls of `work` a second, over at least `seconds` of this process's processor time: other work does not count."""
    began, made = time.process_time(), 0
    while (spent := time.process_time() - began) < seconds:
        work()
        made += 1
    return made / spent


def cases(folder: Path, algorithm: str, people: int) -> tuple[Any, list[tuple[bytes, bytes]]]:
    """A trust store, and for each of many invented people a signature with the OCSP answer about its certificate."""
    from jariya.kernel.signing import testca
    from jariya.kernel.signing.ocsp import request
    from jariya.kernel.signing.testca import certificates as profile
    from jariya.kernel.signing.testca import signatures
    from jariya.kernel.signing.testca.algorithms import RSA, Key
    from jariya.kernel.signing.trust import TrustStore

    authority = testca.make(folder, now=NOW, kinds=(algorithm,))
    stem = "nca_rsa" if algorithm == RSA else "nca_gost"
    issuer = authority.identity(stem)
    person = authority.person("citizen-1", algorithm).person
    # an RSA key takes a fifth of a second to make, and each is read anew all the same
    keys = [Key.generate(algorithm) for _ in range(4 if algorithm == RSA else people)]
    found = []
    for place in range(people):
        key = keys[place % len(keys)]
        certificate = profile.certificate(
            issuer=issuer.issuer(stem), subject=profile.subject(person), public=key.public, number=profile.serial(),
            since=NOW - dt.timedelta(days=1), until=NOW + dt.timedelta(days=300),
            extensions=profile.person_extensions(person, key, issuer.issuer(stem)),
        )  # fmt: skip
        cms = signatures.sign(b"text", key=key, certificate=certificate, at=NOW)
        question = request(certificate, issuer.certificate, b"8 octets")
        found.append((cms, authority.responders.ocsp(question, now=NOW, status="good")))
    return TrustStore.load(authority.trust, profile="test"), found


def checks(folder: Path, algorithm: str, people: int, seconds: float) -> float:
    """Whole checks a second. Stops the program when one does not pass: a refusal is quick and proves nothing."""
    from jariya.kernel.signing import policy, verify

    store, found = cases(folder, algorithm, people)
    place = 0

    def check() -> None:
        nonlocal place
        cms, answer = found[place % people]
        place += 1
        verdict = verify.check(cms, b"text", trust=store, at=NOW, act=policy.CITIZEN,
                               proofs=verify.Proofs(ocsp=[answer]), ocsp_nonce=b"8 octets")  # fmt: skip
        if verdict.code != "passed":
            raise SystemExit(f"{algorithm}: {verdict.code}")

    for _ in range(20):
        check()
    return rate(check, seconds)


def measured(arithmetic: str, people: int, seconds: float) -> dict[str, float]:
    """All figures of one arithmetic, in this process."""
    import os

    from jariya.kernel.signing.gost import curve, sign, streebog

    assert (arithmetic == "gmpy2") == curve.FAST
    figures: dict[str, float] = {}
    for name in ("512-A", "256-A"):
        own = curve.CURVES[name]
        private = int.from_bytes(os.urandom(own.size - 1), "big")
        digest = os.urandom(own.size)
        key, signature = sign.point(own, sign.public(own, private)), sign.sign(own, private, digest)
        assert key is not None
        u, v = int.from_bytes(digest, "big") % own.q, private
        comb, base = own._comb(key), own._comb(own.base)
        figures[f"{name} curve sums"] = rate(lambda: own._multiples(((own.base, u), (key, v))), seconds / 2)  # noqa: B023
        figures[f"{name} curve sums by tables"] = rate(lambda: own._columns(((base, u), (comb, v))), seconds / 2)  # noqa: B023

        def once() -> None:
            own._met.clear()  # noqa: B023
            assert sign.verify_by(own, key, digest, signature)  # noqa: B023

        figures[f"{name} verifications"] = rate(once, seconds / 2)
    text = os.urandom(200)
    figures["Streebog in Python, 200 bytes"] = rate(lambda: streebog.TableStreebog(512, text).digest(), seconds / 4)
    figures["Streebog in use, 200 bytes"] = rate(lambda: streebog.digest512(text), seconds / 4)
    with tempfile.TemporaryDirectory() as folder:
        figures["gost512 checks"] = checks(Path(folder) / "gost", "gost512", people, seconds)
        if arithmetic == "gmpy2":
            figures["rsa checks"] = checks(Path(folder) / "rsa", "rsa", people, seconds)
    return figures


def main() -> None:
    wanted = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    wanted.add_argument("--seconds", type=float, default=6.0, help="of processor time for each figure")
    wanted.add_argument("--people", type=int, default=320, help="more than the 256 chains that are remembered")
    wanted.add_argument("--as", dest="arithmetic", choices=["gmpy2", "pure"], help=argparse.SUPPRESS)
    given = wanted.parse_args()
    if given.arithmetic:
        if given.arithmetic == "pure":
            sys.modules["gmpy2"] = None  # type: ignore[assignment]
        print(json.dumps(measured(given.arithmetic, given.people, given.seconds)))
        return
    heading()
    figure("arithmetic", "what", "a second", "of one verification")
    kept = True
    same = ["--seconds", str(given.seconds), "--people", str(given.people)]
    for arithmetic in ("gmpy2", "pure"):
        say(f"{arithmetic} …")
        command = [sys.executable, __file__, "--as", arithmetic, *same]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            figure(arithmetic, "not measured")
            kept = kept and arithmetic == "gmpy2"
            continue
        figures = json.loads(done.stdout)
        single = figures["512-A verifications"]
        for what, value in figures.items():
            figure(arithmetic, what, value, f"{single / value:.2f}")
        ratio = single / figures["gost512 checks"]
        held = ratio <= CEILINGS[arithmetic]
        kept = kept and held
        figure(arithmetic, "a check in single verifications", f"{ratio:.2f}", f"limit {CEILINGS[arithmetic]}",
               "kept" if held else "NOT KEPT")  # fmt: skip
        for (of, kind), floor in FLOORS.items():
            if of == arithmetic:
                figure(
                    of, f"{kind} against the design's machine", f"{figures[f'{kind} checks'] / floor:.2f}", f"{floor}"
                )
    raise SystemExit(0 if kept else 1)


if __name__ == "__main__":
    main()
