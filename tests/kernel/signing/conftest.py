"""A TEST authority for the tests of the signature: made once a session."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.kernel.signing import testca


@pytest.fixture(scope="session")
def made_at() -> dt.datetime:
    """When the authority was made; its people sign at this moment unless a test says another."""
    return dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: Any, made_at: dt.datetime) -> testca.TestAuthority:
    """An authority of GOST and RSA with all its people. Tests that revoke make one of their own."""
    return testca.make(tmp_path_factory.mktemp("testca") / "testca", now=made_at)
