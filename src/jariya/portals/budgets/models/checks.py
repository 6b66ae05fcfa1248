"""What does not hold in a release."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.portals.budgets.models.lines import Node
from jariya.portals.budgets.models.releases import Release


class Verdict(models.TextChoices):
    """What a finding says."""

    DIFFERS = "differs", _("does not agree")
    NOT_GIVEN = "not_given", _("not given")


class Check(models.Model):
    """A finding: what a rule expected at a node and what was found. Published like everything else."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="checks", db_index=False)
    place = models.PositiveIntegerField()
    """1 for the largest money in the release."""
    rule = models.CharField(max_length=24)
    month = models.PositiveSmallIntegerField()
    node = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    measure = models.CharField(max_length=24, null=True)
    expected = models.BigIntegerField(null=True)
    found = models.BigIntegerField(null=True)
    money = models.BigIntegerField()
    """What ranks it, in tenge."""
    verdict = models.CharField(max_length=10, choices=Verdict)
    detail = models.CharField(max_length=80)
    left = ArrayField(models.PositiveIntegerField(), default=list)
    right = ArrayField(models.PositiveIntegerField(), default=list)
    """Lines of the file on both sides; of `other`'s file on the right where it is set."""
    other = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "place"], name="budget_check_place")]
        indexes = [
            models.Index(fields=["-money", "-id"], name="budget_check_by_money"),
            models.Index(fields=["verdict", "-money", "-id"], name="budget_check_by_verdict"),
            models.Index(fields=["release", "month", "node"], name="budget_check_at"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.rule} {self.month}"

    @property
    def difference(self) -> int | None:
        """Found less expected, in tenge."""
        return None if self.expected is None or self.found is None else self.found - self.expected
