"""What the TEST service says of a person: a pseudonym, and the IIN when it was asked for and allowed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings as configured
from django.contrib.auth import get_user_model

from jariya.kernel.signing.testca.persons import BY_KEY

settings: Any = configured


class Adapter(DefaultOIDCAdapter):  # type: ignore[misc]
    """Answers of allauth's provider."""

    def get_issuer(self) -> str:
        """One name, whatever host the request came by."""
        return str(settings.ISSUER)

    def get_user_sub(self, client: Any, user: Any) -> str:
        """A pseudonym for this site alone."""
        text = f"{client.id} {user.get_username()}".encode()
        return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:32]

    def get_user_by_sub(self, client: Any, sub: str) -> Any:
        """Back from the pseudonym: there are few people, each is tried."""
        everybody = get_user_model().objects.all()
        return next((one for one in everybody if hmac.compare_digest(self.get_user_sub(client, one), sub)), None)

    def get_claims(
        self, purpose: Any, user: Any, client: Any, scopes: Iterable[str], email: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """`sub`, and `iin` for the scope `iin`."""
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        person = BY_KEY.get(user.get_username())
        if person is not None and "iin" in scopes:
            claims["iin"] = person.iin
        return claims

    def populate_id_token(self, id_token: dict[str, Any], client: Any, scopes: Iterable[str], **kwargs: Any) -> None:
        """allauth has put the claims in."""

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Only what is served here."""
        data["scopes_supported"] = ["openid", "iin"]
        data["claims_supported"] = ["sub", "iin"]
        data["grant_types_supported"] = ["authorization_code"]
        data["response_types_supported"] = ["code"]
        data.pop("device_authorization_endpoint", None)
