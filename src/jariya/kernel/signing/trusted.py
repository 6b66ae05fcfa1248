"""The trust store of this installation, loaded once for each state of its folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from jariya.kernel.signing.refused import Refused

if TYPE_CHECKING:
    from jariya.kernel.signing.trust import TrustStore


class Unavailable(RuntimeError):
    """No trust store: the folder is missing, empty or refused. The code is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def store() -> TrustStore:
    """The store of `EDS_TRUST_DIR` under `EDS_PROFILE`. A changed folder is read anew.

    Raises:
        Unavailable: `trust.missing`, or the code of what is refused in it.
    """
    folder = Path(settings.EDS_TRUST_DIR)
    try:
        state = tuple(sorted((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in folder.iterdir()))
    except OSError as error:
        raise Unavailable("trust.missing") from error
    if not state:
        raise Unavailable("trust.missing")
    return _load(folder, settings.EDS_PROFILE, state)


@lru_cache(maxsize=4)
def _load(folder: Path, profile: str, state: tuple[tuple[str, int, int], ...]) -> TrustStore:
    from jariya.kernel.signing.trust import TrustStore

    try:
        return TrustStore.load(folder, profile="prod" if profile == "prod" else "test")
    except Refused as error:
        raise Unavailable(error.code) from error
