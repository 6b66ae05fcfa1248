"""Every part that is started has a name to be spoken of, an address of its own and the settings to be found by."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from jariya.launch import services
from jariya.launch.place import Place
from jariya.launch.words import WORDS

from .conftest import ROOT

AT = services.choose(23450)


def _parts(place: Place) -> list[str]:
    made = [services.web(place, {}, AT), services.transfers(place, {}, AT), *services.others(place, {}, AT)]
    return [part.name for part in made]


def test_every_part_has_a_name_in_three_languages(tmp_path: Path) -> None:
    place = Place(root=ROOT, var=tmp_path, venv=Path(sys.prefix))
    names = _parts(place)
    assert {"authority", "signer", "worker"} <= set(names)
    assert [name for name in [*names, "postgres"] if f"part_{name}" not in WORDS] == []
    assert len(set(names)) == len(names)


def test_the_signature_finds_its_services_on_their_ports(tmp_path: Path) -> None:
    place = Place(root=ROOT, var=tmp_path, venv=Path(sys.prefix))
    found = services.variables(place, "postgresql://x", AT)
    assert found["EDS_PROFILE"] == "test" and found["EDS_TRUST_DIR"] == str(tmp_path / "testca" / "trust")
    calls = [found["EDS_OCSP_URL"], found["EDS_TSP_URL"], *found["EDS_CRL_URLS"].split(",")]
    assert {urlsplit(call).port for call in calls} == {AT.authority} and len(calls) == 6
    assert urlsplit(found["EDS_NCALAYER_URL"])[:2] == ("ws", f"127.0.0.1:{AT.ncalayer}")
    assert urlsplit(found["EGOV_MOBILE_URL"]).port == AT.signer


def test_the_addresses_are_those_the_authority_answers(tmp_path: Path) -> None:
    import datetime as dt

    from jariya.kernel.signing import testca
    from jariya.kernel.signing.soft.authority_app import answer

    now = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
    authority = testca.make(tmp_path / "testca", now=now, kinds=("gost512", "rsa"))
    place = Place(root=ROOT, var=tmp_path, venv=Path(sys.prefix))
    found = services.variables(place, "postgresql://x", AT)
    for url in found["EDS_CRL_URLS"].split(","):
        assert answer(authority, "GET", urlsplit(url).path, b"", now)[0] == 200
    for name in ("EDS_OCSP_URL", "EDS_TSP_URL"):
        assert answer(authority, "POST", urlsplit(found[name]).path, b"", now)[0] == 200
