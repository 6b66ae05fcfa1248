"""eGov Mobile's side of a session ("mgovSign"): the texts of both calls, the QR code, the link for a telephone.

The application reads the first address from a QR code or link, the second from its answer; it sends the signature
back to the second. The protocol stands in docs/adapters/eds.md.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.people import sealing
from jariya.kernel.signing import acts, step
from jariya.kernel.signing.incoming import Unreadable, der_of
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.terms import TERMS
from jariya.kernel.web import qr

ALMATY = ZoneInfo("Asia/Almaty")
MAX_BODY = TERMS.max_cms * 4 // 3 + TERMS.max_manifest * 2 + 8192
"""Bytes of a PUT: base64 of the largest CMS, and the names and meta that the application sends back."""
LANGUAGES = (("nameKz", "kk"), ("nameRu", "ru"), ("nameEn", "en"))


def first_address(session: SigningSession) -> str:
    """What the QR code names."""
    return session.origin + reverse("signing-egov-1", args=[session.phone_word])


def second_address(session: SigningSession) -> str:
    """Where the document is fetched and the signature sent."""
    return session.origin + reverse("signing-egov-2", args=[session.phone_word])


def bearer(session: SigningSession) -> str:
    """The word that opens the second address; good for this session alone and kept nowhere."""
    return sealing.digest("egov-bearer", session.public_id, session.phone_word)


def qr_text(session: SigningSession) -> str:
    """Content of the QR code."""
    return f"mobileSign:{first_address(session)}"


def qr_svg(session: SigningSession) -> str:
    """The QR code as SVG without style or script."""
    return qr.svg(qr_text(session))


def link(session: SigningSession) -> str:
    """Opens the application on the telephone that shows the page."""
    query = {"link": first_address(session), "isi": "1476128386", "ibi": "kz.egov.mobile", "apn": "kz.mobile.mgov"}
    if settings.EDS_PROFILE == "test":
        # The TEST telephone opens in the language of the page; the real one knows its owner's.
        query["lang"] = session.language
    return f"{settings.EGOV_MOBILE_URL}?{urlencode(query)}"


def _titles(content: dict[str, Any]) -> dict[str, str]:
    return {"nameKz": content["title_kk"], "nameRu": content["title_ru"], "nameEn": content["title_ru"]}


def _site() -> dict[str, str]:
    names = {}
    for name, lang in LANGUAGES:
        with translation.override(lang):
            names[name] = _("Jariya")
    return names


def first_answer(session: SigningSession) -> dict[str, Any]:
    """What the first address says."""
    with translation.override(session.language):
        description = str(acts.act(session.act).title or _("Signing on Jariya"))
    ends = session.expires_at.astimezone(ALMATY).isoformat(timespec="milliseconds")
    return {
        "description": description,
        "expiry_date": ends,
        "organisation": {**_site(), "bin": settings.EGOV_QR_ORGANISATION_BIN},
        "document": {"uri": second_address(session), "auth_type": "Token", "auth_token": bearer(session)},
    }


def second_answer(session: SigningSession) -> dict[str, Any]:
    """What the second address says: the one document, to be signed as a CMS without its content."""
    raw = bytes(session.manifest or b"")
    return {
        "signMethod": "CMS_SIGN_ONLY",
        "version": 1,
        "documentsToSign": [
            {
                "id": 1,
                **_titles(step.read(raw)),
                "meta": [],
                "document": {"file": {"mime": "@file/json", "data": base64.b64encode(raw).decode()}},
            }
        ],
    }


def signature_in(body: bytes) -> bytes:
    """The CMS out of what the application sends back.

    Raises:
        Unreadable: `egov.unreadable` (not the JSON of the protocol), or as `incoming.der_of`.
    """
    try:
        said = json.loads(body)
        documents = said["documentsToSign"]
        (document,) = documents
        text = document["document"]["file"]["data"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable("egov.unreadable") from error
    if said.get("signMethod", "CMS_SIGN_ONLY") != "CMS_SIGN_ONLY" or not isinstance(text, str):
        raise Unreadable("egov.unreadable")
    return der_of(text)


def minutes_left(session: SigningSession, now: dt.datetime) -> int:
    """Whole minutes until the session ends, at least one."""
    return max(1, -(-int((session.expires_at - now).total_seconds()) // 60))
