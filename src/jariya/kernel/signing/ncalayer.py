"""What the page's script asks NCALayer: one call, `sign` of the module `kz.gov.pki.knca.basics`."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from jariya.kernel.signing import acts
from jariya.kernel.signing.models import SigningSession

PURPOSES = {"sign": "1.3.6.1.5.5.7.3.4", "auth": "1.3.6.1.5.5.7.3.2"}
"""E-mail protection marks a signing certificate of the national centre, client authentication one for sign-in."""


def usages(act: str) -> list[str]:
    """Extended key usages by which NCALayer narrows the person's choice. Empty: any.

    NCALayer demands all of them at once, so a rule with several roles names the purpose alone; the check decides.
    """
    from jariya.kernel.signing import oids

    rule = acts.act(act).rule
    wanted = [PURPOSES[rule.purpose]] if rule.purpose in PURPOSES else []
    if len(rule.roles) == 1:
        wanted += [oid for oid, role in oids.ROLES.items() if role in rule.roles]
    return wanted


def request(session: SigningSession) -> dict[str, Any]:
    """The message for the socket, with the manifest's exact bytes."""
    test = settings.EDS_PROFILE == "test"
    return {
        "module": "kz.gov.pki.knca.basics",
        "method": "sign",
        "args": {
            "allowedStorages": None,
            "format": "cms",
            "data": base64.b64encode(bytes(session.manifest or b"")).decode(),
            "signingParams": {
                "decode": True,
                "encapsulate": False,
                "digested": False,
                "tsaProfile": None if test else {},
            },
            "signerParams": {
                "extKeyUsageOids": usages(session.act),
                # An empty chain lets NCALayer offer certificates of a test centre.
                "chain": [] if test else None,
            },
            "locale": session.language,
        },
    }


def request_text(session: SigningSession) -> str:
    """The same as JSON for the page."""
    return json.dumps(request(session), ensure_ascii=False)


def source() -> str:
    """The one origin besides our own that the page's script may reach, for the security policy."""
    parts = urlsplit(settings.EDS_NCALAYER_URL)
    return f"{parts.scheme}://{parts.netloc}"
