"""The client of the state's identity service: OpenID Connect, code flow with PKCE (docs/adapters/oidc.md).

django-allauth does what is delicate: state, PKCE, the exchange of the code, the service's keys, signature, issuer,
audience and times of the ID token, tokens shown twice. Its views, accounts and sign-up are not used (decision 0008):
an account here has no user name and no password, and one table of identities.

We add what it leaves out: the nonce, signatures checked also over TLS, named algorithms only, the issuer of the
service's own description, limits of time and size, no redirects.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit, statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

ID = "state"
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
"""What may sign an ID token. `none` and keyed hashes with the client's secret may not."""
TIMEOUT = 5
"""Seconds for one answer of the service."""
BIGGEST = 256 * 1024
"""Bytes of one answer."""


class OidcError(Exception):
    """Why the sign-in was not finished; `code` as in `words.STATE`. No answer of the service is quoted."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Session(requests.Session):
    """HTTP to the service: no proxy or password of the environment, no redirects, limits of time and size."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, method: Any, url: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        """One request. Raises `requests.RequestException`, also for an answer too big or a plain address."""
        if settings.MODE == "production" and not str(url).startswith("https://"):
            raise requests.exceptions.InvalidSchema("https is needed")
        options.update(timeout=TIMEOUT, allow_redirects=False, stream=True)
        response = super().request(method, url, **options)
        body = bytearray()
        for part in response.iter_content(16 * 1024):
            body += part
            if len(body) > BIGGEST:
                response.close()
                raise requests.exceptions.ContentDecodingError("too big")
        response._content = bytes(body)
        return response


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What allauth asks of the site (`SOCIALACCOUNT_ADAPTER`): only how to reach the network."""

    def get_requests_session(self) -> Session:
        """HTTP with limits."""
        return Session()


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's adapter, with the service from the settings and every ID token checked in full."""

    def get_provider(self) -> Provider:
        """The one service of this installation; no table is asked."""
        return Provider(self.request, app=_app())

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The address registered with the service, without a language."""
        return f"{site(request)}{reverse('oidc-back')}"

    @property
    def openid_config(self) -> dict[str, Any]:
        """The service's description; it must name the issuer we were told (OpenID Connect Discovery 1.0, 4.3)."""
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != settings.OIDC_EGOV_ISSUER:
            raise OidcError("state.forged")
        return config

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        # allauth skips the signature when the token came over TLS; a test service on a laptop has no TLS.
        if jwt.get_unverified_header(id_token).get("alg") not in ALGORITHMS:
            raise OidcError("state.forged")
        found: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=settings.OIDC_EGOV_ISSUER,
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        return found


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """allauth's provider, with our adapter."""

    oauth2_adapter_class = Adapter


def available() -> bool:
    """Whether a service is set up."""
    return bool(settings.OIDC_EGOV_ISSUER and settings.OIDC_EGOV_CLIENT_ID)


def is_test() -> bool:
    """Whether the service is the imitation: never in production."""
    return bool(settings.DEMO)


def site(request: HttpRequest) -> str:
    """Scheme and host of the callback. In a demonstration the port may be any."""
    if settings.DEMO and request.get_host().partition(":")[0] == "localhost":
        return f"{request.scheme}://{request.get_host()}"
    return str(settings.PUBLIC_URL)


def _app() -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=ID,
        name=ID,
        client_id=settings.OIDC_EGOV_CLIENT_ID,
        secret=settings.OIDC_EGOV_CLIENT_SECRET,
        settings={"server_url": settings.OIDC_EGOV_ISSUER, "oauth_pkce_enabled": True},
    )


def address_to_ask(request: HttpRequest, *, target: str, language: str) -> str:
    """Where the browser is sent: the service's address with state, nonce, PKCE and the scopes we need, no more.

    Raises:
        OidcError: state.unavailable, state.unreachable, state.forged.
    """
    if not available():
        raise OidcError("state.unavailable")
    provider = Adapter(request, ID).get_provider()
    nonce = secrets.token_urlsafe(32)
    try:
        answer = provider.redirect(
            request,
            process="login",
            next_url=target,
            scope=settings.OIDC_EGOV_SCOPES,
            auth_params={"nonce": nonce, "ui_locales": language},
            nonce=nonce,
            language=language,
        )
    except (requests.RequestException, OAuth2Error, KeyError, TypeError, ValueError):
        raise OidcError("state.unreachable") from None
    address: str = answer["Location"]
    if settings.MODE == "production" and not address.startswith("https://"):
        raise OidcError("state.forged")
    return address


def take_state(request: HttpRequest) -> Mapping[str, Any] | None:
    """What this browser began with the `state` of the answer's address; good once, for ten minutes."""
    state: Mapping[str, Any] | None = statekit.unstash_state(
        request, provider_id=ID, state_id=request.GET.get("state", "")[:100]
    )
    return state


def identity(request: HttpRequest, state: Mapping[str, Any]) -> str:
    """The identity that the service vouches for: an IIN, or its own word for the person where it gives no IIN.

    Args:
        state: what `take_state` gave.

    Raises:
        OidcError: state.cancelled, state.refused, state.unreachable, state.forged, state.no_identity.
    """
    if error := request.GET.get("error"):
        raise OidcError("state.cancelled" if error == "access_denied" else "state.refused")
    if not request.GET.get("code"):
        raise OidcError("state.refused")
    # RFC 9207: an answer that names its issuer must name ours, or two services were mixed up.
    if request.GET.get("iss", settings.OIDC_EGOV_ISSUER) != settings.OIDC_EGOV_ISSUER:
        raise OidcError("state.forged")
    adapter = Adapter(request, ID)
    app = _app()
    try:
        client = adapter.get_client(request, app)
        token = adapter.get_access_token_data(request, app, client, state.get("pkce_code_verifier"))
        claims = adapter._decode_id_token(app, token["id_token"])
        _check(claims, str(state.get("nonce", "")), app)
        if not claims.get(settings.OIDC_EGOV_CLAIM) and "userinfo_endpoint" in adapter.openid_config:
            more = adapter._fetch_user_info(token["access_token"])
            if more.get("sub") != claims.get("sub"):
                raise OidcError("state.forged")
            claims = {**more, **claims}
    except requests.RequestException:
        raise OidcError("state.unreachable") from None
    except OAuth2Error as error:
        # The library's text may quote the service: only its kind is looked at.
        refused = str(error).startswith("Error retrieving access token")
        raise OidcError("state.refused" if refused else "state.forged") from None
    except (jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError):
        raise OidcError("state.forged") from None
    return _identity_in(claims)


def _check(claims: Mapping[str, Any], nonce: str, app: SocialApp) -> None:
    """The nonce of this very sign-in, and that the token was made for us alone (OpenID Connect Core 1.0, 3.1.3.7)."""
    if not nonce or not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise OidcError("state.forged")
    audience = claims.get("aud")
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != app.client_id:
        raise OidcError("state.forged")
    if not claims.get("sub"):
        raise OidcError("state.no_identity")


def _identity_in(claims: Mapping[str, Any]) -> str:
    from jariya.kernel.language import numbers
    from jariya.kernel.signing.identity import signer_ref

    found = claims.get(settings.OIDC_EGOV_CLAIM)
    if found is None:
        if not settings.OIDC_EGOV_SUB_SUFFICES:
            raise OidcError("state.no_identity")
        return signer_ref.subject(settings.OIDC_EGOV_ISSUER, str(claims["sub"])[:255])
    iin = str(found)
    if len(iin) != 12 or not iin.isascii() or not iin.isdigit():
        raise OidcError("state.no_identity")
    if settings.EDS_PROFILE == "prod" and not numbers.iin_valid(iin):
        raise OidcError("state.no_identity")
    return iin


def address_to_leave(request: HttpRequest, *, back: str) -> str:
    """Where one signs out at the service, empty when it has no such address or does not answer.

    The ID token is not sent along as a hint: it would put an IIN into an address.
    """
    if not available():
        return ""
    try:
        address = Adapter(request, ID).openid_config.get("end_session_endpoint", "")
    except (requests.RequestException, OidcError, ValueError):
        return ""
    if not isinstance(address, str) or urlsplit(address).scheme not in ("http", "https"):
        return ""
    return f"{address}?{urlencode({'client_id': settings.OIDC_EGOV_CLIENT_ID, 'post_logout_redirect_uri': back})}"
