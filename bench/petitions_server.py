"""What `bench/petitions.py` measures, as a WSGI program: the product's way of taking a signature, and a bare insert.

POST /raw      the same columns under the same key and a queue row, by one prepared statement; nothing else
POST /accept   a signature whose EDS was checked before: key, commitment, `accepting.accept`
POST /whole    the whole check of a GOST-512 signature with its OCSP answer, evidence sealed, then the same
everything else goes to the application itself (`count.json`, pages).

A body is a person's number (12 digits). Raw connections are one for each thread, as Django's are.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg

from jariya.project.wsgi import application as site

_own = threading.local()
_RAW = """
WITH kept AS (
  INSERT INTO raw_signature (petition_id, signer_ref, seq, salt, evidence, region, name, given_at, state)
  VALUES (%s, %s, nextval('raw_queued_id_seq'), %s, %s, %s, %s, now(), 1)
  ON CONFLICT (petition_id, signer_ref) DO NOTHING RETURNING seq, petition_id, region, name, given_at
)
INSERT INTO raw_queued (id, petition_id, region, commitment, name, given_at)
SELECT seq, petition_id, region, %s, name, given_at FROM kept
"""
REGIONS = [f"{n}0000000" for n in (10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79)]
_case: Any = None
_loaded: list[Any] = []
"""Modules that need a started Django."""
_whole: Any = None


def case() -> Any:
    """The petition that is signed."""
    global _case
    if _case is None:
        from jariya.kernel.lifecycle.models import Case

        _case = Case.objects.get(public_id=os.environ["BENCH_PETITION"])
    return _case


def raw(number: bytes) -> bytes:
    """Insert and queue, and nothing else."""
    link = getattr(_own, "link", None)
    if link is None:
        link = _own.link = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    ref = hashlib.sha256(number).digest()
    region = REGIONS[int(number) % 20]
    salt, evidence = ref[:16], ref
    link.execute(_RAW, [_petition(), ref, salt, evidence, region, "Адам А.", ref], prepare=True)
    return b"ok"


def _petition() -> int:
    return int(os.environ["BENCH_PETITION_ID"])


def accept(number: bytes, evidence: bytes | None = None) -> bytes:
    """The product's own way, after the check."""
    if not _loaded:
        from django.utils import timezone

        from jariya.portals.petitions.collecting import accepting, keys

        _loaded.extend((timezone, accepting, keys))
    timezone, accepting, keys = _loaded
    petition = case()
    given = accepting.Given(
        signer_ref=keys.refer(petition, number.decode()),
        evidence=evidence or hashlib.sha256(number).digest(),
        region=REGIONS[int(number) % 20],
        name="Адам А.",
    )
    return accepting.accept(case=petition, given=given, verified=True, now=timezone.now()).state.encode()


def whole(number: bytes) -> bytes:
    """The whole check first: chain, GOST signature, OCSP answer; the evidence is sealed."""
    global _whole
    from jariya.kernel.signing import policy, verify
    from jariya.kernel.signing.identity import envelope
    from jariya.kernel.signing.trust import TrustStore

    if _whole is None:
        made = pickle.loads(Path(os.environ["BENCH_SIGNATURES"]).read_bytes())
        _whole = made, TrustStore.load(Path(made["trust"]), profile="test")
    made, store = _whole
    cms, manifest, ocsp = made["signed"][int(number) % len(made["signed"])]
    found = verify.check(
        cms, manifest, trust=store, at=made["at"], act=policy.CITIZEN, proofs=verify.Proofs(ocsp=[ocsp]),
        ocsp_nonce=made["nonce"],
    )  # fmt: skip
    if found.indication != "passed":
        return found.code.encode()
    envelope.seal(cms, secrets.token_bytes(8))
    return accept(number, hashlib.sha256(cms).digest())


_WAYS: dict[str, Callable[[bytes], bytes]] = {"/raw": raw, "/accept": accept, "/whole": whole}


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI."""
    way = _WAYS.get(environ["PATH_INFO"])
    if way is None:
        found: Iterable[bytes] = site(environ, start)
        return found
    try:
        said, status = way(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))), "200 OK"
    except Exception as error:
        said, status = repr(error).encode(), "500 Trouble"
    start(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]
