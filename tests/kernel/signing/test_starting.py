"""Production never starts with a TEST authority."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from jariya.kernel.signing.starting import refuse_untrustworthy


def start(trust: Path, profile: str) -> subprocess.CompletedProcess[str]:
    """Import the WSGI application as a server does."""
    return subprocess.run(
        [sys.executable, "-c", "import jariya.project.wsgi; print('started')"],
        capture_output=True, text=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3] / "src"), "JARIYA_MODE": "demo",
             "EDS_PROFILE": profile, "EDS_TRUST_DIR": str(trust), "DJANGO_SETTINGS_MODULE": "jariya.project.settings"},
    )  # fmt: skip


def test_a_server_with_the_profile_prod_does_not_start_with_a_test_authority(authority: Any) -> None:
    refused = start(authority.trust, "prod")
    assert refused.returncode != 0
    assert "trust.test_anchor" in refused.stderr
    assert "EDS_TRUST_DIR" in refused.stderr
    refuse_untrustworthy(authority.trust, "test")


def test_a_folder_that_is_not_there_stops_no_start(tmp_path: Path) -> None:
    refuse_untrustworthy(tmp_path / "none", "prod")


def test_a_damaged_folder_stops_the_start_of_production_alone(tmp_path: Path) -> None:
    (tmp_path / "anchors.sha256").write_text("nonsense\n")
    with pytest.raises(ImproperlyConfigured, match=r"trust\.list"):
        refuse_untrustworthy(tmp_path, "prod")
    refuse_untrustworthy(tmp_path, "test")
