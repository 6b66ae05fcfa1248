"""The one way in which a check of a signature says no."""

from __future__ import annotations


class Refused(ValueError):
    """A certificate, a proof or a signature that does not hold.

    `code`: stable word for machines and catalogues (`certificate.expired`). `indication`: `failed` or `indeterminate`;
    `sub`: the sub-indication of ETSI EN 319 102-1 (`FORMAT_FAILURE`, `SIG_CRYPTO_FAILURE`, …), empty where none fits.
    The text of the exception is the code alone: a refusal must never carry a person's name or number into a log.
    """

    def __init__(self, code: str, indication: str = "failed", sub: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.indication = indication
        self.sub = sub

    def __repr__(self) -> str:
        return f"Refused({self.code!r}, {self.indication!r}, {self.sub!r})"
