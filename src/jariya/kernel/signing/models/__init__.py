"""Tables of the electronic signature: one noun a file."""

from jariya.kernel.signing.models.crl import RevocationList
from jariya.kernel.signing.models.evidence import Evidence, Look, Opening, Reason
from jariya.kernel.signing.models.session import SigningSession, Way, new_word

__all__ = ["Evidence", "Look", "Opening", "Reason", "RevocationList", "SigningSession", "Way", "new_word"]
