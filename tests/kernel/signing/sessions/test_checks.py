"""What an installation must not start with, and what it is told that it lacks."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from jariya.kernel.signing.checks import signing_is_set_up

GOOD = {
    "MODE": "production",
    "EDS_PROFILE": "prod",
    "EDS_NCALAYER_URL": "wss://127.0.0.1:13579",
    "EDS_OCSP_URL": "http://ocsp.example/",
    "EDS_CRL_URLS": ["https://crl.example/a.crl"],
    "EDS_TSP_URL": "http://tsp.example/",
    "EGOV_MOBILE_URL": "https://m.egov.kz/mobileSign/",
    "EGOV_QR_ORGANISATION_BIN": "000000000000",
}


def found(settings: Any, **changed: Any) -> set[str]:
    for name, value in {**GOOD, **changed}.items():
        setattr(settings, name, value)
    return {str(message.id) for message in signing_is_set_up(None)}


def test_production_without_a_trust_store_is_an_error(settings: Any, tmp_path: Any) -> None:
    assert found(settings, EDS_TRUST_DIR=tmp_path) == {"signing.E002"}


def test_production_with_test_authorities_is_an_error(settings: Any, authority: Any) -> None:
    assert found(settings, EDS_TRUST_DIR=authority.trust) == {"signing.E002"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"EDS_NCALAYER_URL": "ws://127.0.0.1:13579"}, "signing.E001"),
        ({"EDS_NCALAYER_URL": "wss://ncalayer.example"}, "signing.E001"),
        ({"EGOV_MOBILE_URL": "http://127.0.0.1:5000/mobile"}, "signing.E003"),
        ({"EDS_OCSP_URL": ""}, "signing.W001"),
        ({"EDS_CRL_URLS": []}, "signing.W002"),
        ({"EDS_TSP_URL": ""}, "signing.W003"),
        ({"EGOV_QR_ORGANISATION_BIN": ""}, "signing.W004"),
    ],
)
def test_each_lack_has_a_code(settings: Any, tmp_path: Any, changed: dict[str, Any], code: str) -> None:
    assert found(settings, EDS_TRUST_DIR=tmp_path, **changed) == {"signing.E002", code}


def test_a_demonstration_is_not_troubled(settings: Any, tmp_path: Any) -> None:
    assert found(settings, MODE="demo", EDS_PROFILE="test", EDS_TRUST_DIR=tmp_path) == set()


def test_production_does_not_start_with_test_authorities(authority: Any) -> None:
    import base64

    environment = {
        **os.environ,
        "JARIYA_MODE": "production",
        "JARIYA_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
        "JARIYA_PUBLIC_URL": "https://jariya.example",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
        "JARIYA_KEK": "1:" + base64.b64encode(os.urandom(32)).decode(),
        "EDS_TRUST_DIR": str(authority.trust),
        "PYTHONPATH": "src",
    }
    said = subprocess.run(
        [sys.executable, "-c", "import jariya.project.wsgi"], env=environment, capture_output=True, text=True
    )
    assert said.returncode != 0 and "trust.test_anchor" in said.stderr
    wrong = subprocess.run(
        [sys.executable, "-c", "import jariya.project.wsgi"],
        env={**environment, "EDS_PROFILE": "test"},
        capture_output=True,
        text=True,
    )
    assert wrong.returncode != 0 and "EDS_PROFILE" in wrong.stderr
