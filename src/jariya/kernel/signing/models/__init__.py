"""Tables of the electronic signature: one noun a file."""

from jariya.kernel.signing.models.crl import RevocationList
from jariya.kernel.signing.models.evidence import Evidence, Look, Opening, Reason
from jariya.kernel.signing.models.identity import ClaimState, Identity, KeyDeed, PurposeKey, RoleClaim
from jariya.kernel.signing.models.session import SigningSession, Way, new_word

__all__ = [
    "ClaimState",
    "Evidence",
    "Identity",
    "KeyDeed",
    "Look",
    "Opening",
    "PurposeKey",
    "Reason",
    "RevocationList",
    "RoleClaim",
    "SigningSession",
    "Way",
    "new_word",
]
