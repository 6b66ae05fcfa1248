"""A petition's own row. Its state is the case's, its due days stand in obligations, its count in its log."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.petitions.states import BY_LINK
from jariya.portals.petitions.thresholds import SCOPES


class Outcome(models.TextChoices):
    """What the head of the addressee decided (norm `petition.decision.outcomes`)."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    REFUSED = "refused"


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Named reads of petitions."""

    def visible_to(self, person: Person | None) -> PetitionQuerySet:
        """What this reader may find in lists, feeds and searches: public petitions, and one's own."""
        public = Q(case__visibility="public", case__sealed=False)
        return self.filter(public | Q(case__person=person)) if person is not None else self.filter(public)

    def readable_by(self, person: Person | None) -> PetitionQuerySet:
        """What this reader may open by its address: besides, petitions that gather supporters by direct link.

        Their address is the link: it stands in no list, and its page says `noindex`.
        """
        seen = Q(case__sealed=False) & (Q(case__visibility="public") | Q(case__state__in=BY_LINK))
        return self.filter(seen | Q(case__person=person)) if person is not None else self.filter(seen)


class Petition(models.Model):
    """A petition to a body that may fulfil it.

    `case.body` is the body that has the next move: the moderating one until the petition is approved, then the
    addressee. What lists filter by stands here, where the index that sorts them serves the filter.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="petition")
    addressee = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="petitions", db_index=False)
    moderated_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    scope = models.CharField(max_length=24, choices=[(code, code) for code in SCOPES])
    """Which threshold and which term of consideration hold: last words of norm `petition.threshold.*`."""
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Of the addressee, where it is a local body."""
    first_language = models.CharField(max_length=2, choices=[("kk", "kk"), ("ru", "ru")])
    title_kk = models.CharField(max_length=200, blank=True)
    title_ru = models.CharField(max_length=200, blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    revision = models.PositiveSmallIntegerField(default=1)
    """Number of the revision whose texts stand above; signers sign it and its digest."""
    text_digest = models.BinaryField(max_length=32)
    """SHA-256 of the four texts (`texts.Texts.digest`)."""
    submitted_on = models.DateField()
    """The day whose list of grounds rules moderation; of the last submission."""
    approved_on = models.DateField(null=True)
    support_needed = models.PositiveIntegerField(null=True)
    """How many supporters it takes to become public, by the norm in force when it was approved."""
    opened_at = models.DateTimeField(null=True)
    """When it became public and collecting began."""
    threshold = models.PositiveIntegerField(null=True)
    """How many signatures are needed: frozen when collecting opens, with everything it was computed from."""
    threshold_norm = models.CharField(max_length=80, blank=True)
    threshold_norm_from = models.DateField(null=True)
    threshold_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    population = models.PositiveIntegerField(null=True)
    population_on = models.DateField(null=True)
    population_source = models.CharField(max_length=300, blank=True)
    supported_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True)
    """Registration number at the addressee in `number_year`; given at registration only."""
    number_year = models.PositiveSmallIntegerField(null=True)
    registered_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    decided_on = models.DateField(null=True)

    objects: ClassVar[Any] = PetitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, threshold=None)
                | (Q(opened_at__isnull=False, threshold__gt=0) & ~Q(threshold_norm="")),
                name="petition_opens_with_a_threshold",
            ),
            models.CheckConstraint(
                condition=Q(threshold_percent=None, population=None, population_on=None, population_source="")
                | (
                    Q(threshold_percent__isnull=False, population__gt=0, population_on__isnull=False)
                    & ~Q(population_source="")
                ),
                name="petition_share_has_a_population",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on=None) | (~Q(outcome="") & Q(decided_on__isnull=False)),
                name="petition_decided_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["addressee", "number_year", "number"],
                condition=Q(number__isnull=False),
                name="petition_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-case"], name="petition_opened", condition=Q(opened_at__isnull=False)),
            models.Index(
                fields=["addressee", "-opened_at", "-case"],
                name="petition_of_body",
                condition=Q(opened_at__isnull=False),
            ),
            models.Index(
                fields=["region", "-opened_at", "-case"],
                name="petition_of_region",
                condition=Q(opened_at__isnull=False, region__isnull=False),
            ),
            models.Index(
                fields=["outcome", "-decided_on", "-case"],
                name="petition_decided",
                condition=Q(decided_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)
