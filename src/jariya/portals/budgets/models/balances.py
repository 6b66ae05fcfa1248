"""What readers of the game of balancing a budget sent. Shown as sums alone, and never called a vote."""

from __future__ import annotations

from django.db import models

from jariya.portals.budgets.models.releases import Release


class SentBalance(models.Model):
    """One browser's last set of changes for a release. It bears no person, no address and no moment, only a day."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    browser = models.CharField(max_length=64)
    """SHA-256 of a word that only the sender's session knows: who sends again replaces."""
    changes = models.JSONField()
    """Percents by path; a function left as it is is not there."""
    deficit = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "browser"], name="budget_balance_once")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.on}"
