"""The desk at which the tests of the check sit."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.kernel.signing.verification.making import Desk

from jariya.kernel.signing.testca import TestAuthority
from jariya.kernel.signing.trust import TrustStore


@pytest.fixture(scope="session")
def desk(authority: TestAuthority, made_at: dt.datetime) -> Desk:
    """An authority with its people, trusted, at the moment they sign."""
    return Desk(authority, TrustStore.load(authority.trust, profile="test"), made_at)
