"""System checks of signing: what an installation lacks, or must not start with. `jariya doctor` shows them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@register(Tags.security)
def signing_is_set_up(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E001: NCALayer elsewhere than on the reader's computer, or without TLS in production. E002: no trust store in
    production. E003: telephones are sent to a TEST page in production. W001-W004: services that are not named."""
    found: list[CheckMessage] = []
    production = settings.MODE == "production"
    layer = urlsplit(settings.EDS_NCALAYER_URL)
    if layer.hostname not in LOOPBACK or layer.scheme not in ("ws", "wss") or (production and layer.scheme != "wss"):
        found.append(
            Error(
                "EDS_NCALAYER_URL is not the address of NCALayer on the reader's own computer.",
                hint="Leave it unset: wss://127.0.0.1:13579.",
                id="signing.E001",
            )
        )
    if not production:
        return found
    found += _trust()
    if urlsplit(settings.EGOV_MOBILE_URL).scheme != "https":
        found.append(
            Error("EGOV_MOBILE_URL is no https:// address.", hint="Leave it unset: m.egov.kz.", id="signing.E003")
        )
    for name, code, lost in (
        ("EDS_OCSP_URL", "signing.W001", "revocation is known from lists alone"),
        ("EDS_CRL_URLS", "signing.W002", "an outage of OCSP stops every signature"),
        ("EDS_TSP_URL", "signing.W003", "signatures get no time-stamp of ours"),
        ("EGOV_QR_ORGANISATION_BIN", "signing.W004", "eGov Mobile cannot show who asks"),
    ):
        if not getattr(settings, name):
            found.append(Warning(f"{name} is not set: {lost}.", hint=f"Set {name}, see docs/operators.md.", id=code))
    return found


def _trust() -> list[CheckMessage]:
    from jariya.kernel.signing import trusted

    try:
        trusted.store()
    except trusted.Unavailable as error:
        return [
            Error(
                f"Signatures cannot be checked: {error.code}.",
                hint="Put the authorities' certificates and anchors.sha256 into EDS_TRUST_DIR.",
                id="signing.E002",
            )
        ]
    return []
