"""What the program must not start with: a TEST authority among those whose signatures would have force."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from jariya.kernel.signing.codes import meaning
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.trust import LIST, TrustStore


def refuse_untrustworthy(folder: Path, profile: str) -> None:
    """Stop a start under the profile `prod` whose trust folder does not load, above all one with a TEST authority.

    A folder that is not there stops nothing: without it no signature passes (`trust.missing`).
    Raises ImproperlyConfigured with the code and what to do.
    """
    if profile != "prod" or not (folder / LIST).is_file():
        return
    try:
        TrustStore.load(folder, profile="prod")
    except Refused as refusal:
        said = meaning(refusal.code)
        raise ImproperlyConfigured(
            f"EDS_TRUST_DIR, {refusal.code}: {said.what} {said.what_to_do} "
            "With EDS_PROFILE=prod it holds the certificates of the National Certification Authority alone."
        ) from None
