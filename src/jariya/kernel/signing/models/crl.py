"""Lists of revoked certificates, fetched by a job."""

from __future__ import annotations

from django.db import models


class RevocationList(models.Model):
    """A CRL or delta CRL as it was fetched. Numbers of one address only grow; the newest keeps its bytes."""

    url = models.CharField(max_length=300)
    delta = models.BooleanField()
    issuer = models.BinaryField(max_length=32)
    """SHA-256 of the issuer's name."""
    number = models.DecimalField(max_digits=50, decimal_places=0)
    this_update = models.DateTimeField()
    next_update = models.DateTimeField(null=True)
    sha256 = models.BinaryField(max_length=32)
    der = models.BinaryField(null=True)
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url", "number"], name="crl_number_once")]
        indexes = [models.Index(fields=["url", "-number"], name="crl_newest")]

    def __str__(self) -> str:
        return f"CRL {self.number}"
