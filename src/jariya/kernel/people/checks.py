"""System checks: what a production installation must not start with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security)
def sign_in_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E001: the demonstration's one-button sign-in in production. E002: our session store is not used.

    W001: codes would travel to the SMS gateway in the clear.
    """
    found: list[CheckMessage] = []
    if settings.MODE == "production" and settings.DEMO:
        found.append(
            Error("Demo sign-in is on in production.", hint="Unset DEMO; JARIYA_MODE decides.", id="people.E001")
        )
    if settings.SESSION_ENGINE != "jariya.kernel.people.session_store":
        found.append(
            Error(
                "Sessions are not kept in people's own table: they could not be listed or revoked.",
                hint='Set SESSION_ENGINE = "jariya.kernel.people.session_store".',
                id="people.E002",
            )
        )
    if settings.MODE == "production" and settings.SMS_URL.startswith("http://"):
        found.append(
            Warning(
                "The SMS gateway is addressed without TLS.", hint="Use https:// in JARIYA_SMS_URL.", id="people.W001"
            )
        )
    return found
