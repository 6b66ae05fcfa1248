"""What proves a signature later, and who opened it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.models import Person
from jariya.kernel.signing.models.session import SigningSession


class Evidence(models.Model):
    """The byte-exact signature and its proofs, sealed each with a key of its own. Erasing drops key and content."""

    session = models.OneToOneField(SigningSession, on_delete=models.PROTECT, primary_key=True, related_name="evidence")
    cms_sha256 = models.BinaryField(max_length=32)
    sealed_cms = models.BinaryField(null=True)
    """NULL once erased."""
    sealed_proofs = models.BinaryField(null=True)
    """Manifest, chain, OCSP answer, CRL's id, time-stamp, verdict. NULL until the check has ended, and once erased."""
    verifier = models.CharField(max_length=40, default="")
    """Version of the program that gave the verdict."""
    indication = models.CharField(max_length=16, default="")
    received_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "signing_evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(sealed_cms__isnull=True, sealed_proofs__isnull=True),
                name="evidence_erased_is_empty",
            )
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class Reason(models.TextChoices):
    """Why evidence is opened."""

    DISPUTE = "dispute", _("a signature is disputed")
    COURT = "court", _("a court or an investigator asks")
    SIGNER = "signer", _("the signer asks for it")
    FAULT = "fault", _("a fault of the check is looked for")


class Opening(models.Model):
    """A registrar asks to open evidence, another one decides. The reason stays for ever."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="openings")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=Reason.choices)
    words = models.CharField(max_length=1000)
    """The request's number and whatever a reviewer needs; no name of the signer."""
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="opening_by_two"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, approved=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, approved__isnull=False),
                name="opening_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["evidence", "asked_by"], condition=Q(decided_at=None), name="opening_waits_once"
            ),
        ]
        indexes = [models.Index(fields=["-asked_at"], name="opening_by_age")]

    def __str__(self) -> str:
        return f"opening {self.pk}"


class Look(models.Model):
    """Each time that evidence was read. Append-only: the database refuses UPDATE, DELETE and TRUNCATE."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="looks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=16)
    """`page`, `cms`, `proofs`."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"look {self.pk}"
