"""Budgets, their releases, lines, sums and findings. Amounts are whole tenge; NULL is unknown and never 0.

Releases and all that hangs on them are never changed or deleted (the database refuses it): a corrected file is a new
release, and `Period` alone says which release is in force for a month.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.people.models import Person


class Level(models.TextChoices):
    """Whose budget it is."""

    REPUBLICAN = "republican", _("republican budget")
    OBLAST = "oblast", _("budget of an oblast or a city of republican significance")
    DISTRICT = "district", _("budget of a district or city")


class Cut(models.TextChoices):
    """By what the same money is divided."""

    FULL = "full", _("the whole report")
    FUNCTIONAL = "functional", _("by functions")
    ADMINISTRATIVE = "administrative", _("by administrators")
    ECONOMIC = "economic", _("by economic classes")
    INVESTMENT = "investment", _("priority investments")


class Stage(models.TextChoices):
    """At which point of the year the figures were taken."""

    DRAFT = "draft", _("draft budget")
    APPROVED = "approved", _("approved budget")
    REVISED = "revised", _("revised budget")
    ADJUSTED = "adjusted", _("adjusted budget")
    MONTHLY = "monthly", _("monthly execution")
    ANNUAL = "annual", _("annual report")


class ClassifierVersion(models.Model):
    """An edition of a classification, in force from a day to a day. Unknown days and sources are NULL."""

    cut = models.CharField(max_length=16, choices=Cut)
    name = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.TextField()
    invented = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cut", "name"], name="budget_classifier_once"),
            models.CheckConstraint(name="budget_classifier_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.cut} {self.name}"


class ClassifierItem(models.Model):
    """A code of a classifier in its place."""

    version = models.ForeignKey(ClassifierVersion, on_delete=models.PROTECT, related_name="items")
    path = models.CharField(max_length=200, db_collation="C")
    name_kk = models.TextField(null=True)
    name_ru = models.TextField(null=True)
    name_en = models.TextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "path"], name="budget_item_once")]

    def __str__(self) -> str:
        return self.path


class Crosswalk(models.Model):
    """After a reform: what a code became. One may become several, several one."""

    before = models.ForeignKey(ClassifierItem, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(ClassifierItem, on_delete=models.PROTECT, related_name="was")
    source = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="budget_crosswalk_once")]

    def __str__(self) -> str:
        return f"{self.before_id} > {self.after_id}"


class BudgetQuerySet(models.QuerySet["Budget"]):
    """Named reads of budgets."""

    def visible_to(self, person: Person | None) -> BudgetQuerySet:
        """What this reader may see: a budget of which something is published. It is so for everyone."""
        return self.filter(releases__published=True).distinct()


class Budget(models.Model):
    """The budget of one level and territory for one year."""

    slug = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=12, choices=Level)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    """Who executes it; NULL until a source says so."""
    year = models.PositiveSmallIntegerField()
    invented = models.BooleanField(default=False)

    objects: ClassVar[Any] = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "region", "year"], name="budget_once", nulls_distinct=False),
            models.CheckConstraint(
                name="budget_has_its_territory",
                condition=Q(level="republican", region=None) | ~Q(level="republican") & Q(region__isnull=False),
            ),
        ]
        ordering = ["-year", "slug"]

    def __str__(self) -> str:
        return self.slug


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Named reads of releases."""

    def visible_to(self, person: Person | None) -> ReleaseQuerySet:
        """What this reader may see: what is published. Superseded releases stay readable."""
        return self.filter(published=True)


class Release(models.Model):
    """One file's figures on one budget, as published. Immutable."""

    key = models.CharField(max_length=60, unique=True)
    """Its address: budget, cut and the first letters of the digest."""
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="releases")
    cut = models.CharField(max_length=16, choices=Cut)
    stage = models.CharField(max_length=12, choices=Stage)
    digest = models.CharField(max_length=64)
    """SHA-256 over the rows of this budget in one fixed form: the same figures are the same release."""
    file_digest = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    source = models.TextField()
    source_url = models.CharField(max_length=500, null=True)
    licence = models.CharField(max_length=100, null=True)
    unit = models.CharField(max_length=10)
    measures = ArrayField(models.CharField(max_length=24))
    months = ArrayField(models.PositiveSmallIntegerField())
    rows = models.PositiveIntegerField()
    tested = models.JSONField(default=dict)
    """How often each check looked, by its key."""
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    published = models.BooleanField(default=True)
    invented = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "cut", "stage", "digest"], name="budget_release_once"),
            models.CheckConstraint(name="budget_release_source", condition=~Q(source="")),
        ]
        indexes = [models.Index(fields=["budget", "cut", "-at"], name="budget_release_of")]

    def __str__(self) -> str:
        return self.key


class Period(models.Model):
    """A month of a release; `current` until a later release gives the month again."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="periods")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="periods")
    cut = models.CharField(max_length=16, choices=Cut)
    stage = models.CharField(max_length=12, choices=Stage)
    month = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField()
    size = models.BigIntegerField()
    """The largest amount of the month, in tenge: what shows another unit in a later file."""
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "month"], name="budget_period_once"),
            models.UniqueConstraint(
                fields=["budget", "cut", "stage", "month"], name="budget_period_current", condition=Q(current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.month}"


class Node(models.Model):
    """A place in a classification: the whole path, the same for all budgets."""

    cut = models.CharField(max_length=16, choices=Cut)
    path = models.CharField(max_length=400, db_collation="C")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    depth = models.PositiveSmallIntegerField()
    sign = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cut", "path"], name="budget_node_once"),
            models.CheckConstraint(name="budget_node_sign", condition=Q(sign__in=[1, -1])),
        ]

    def __str__(self) -> str:
        return f"{self.cut}:{self.path}"


class Label(models.Model):
    """A name as a file writes it, and as search compares it (one script, folded letters)."""

    text = models.TextField(db_collation="C")
    folded = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text"], name="budget_label_once")]
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="budget_label_words", fastupdate=False)]

    def __str__(self) -> str:
        return self.text[:80]


class Line(models.Model):
    """A row of the file as it stands there.

    Nodes and labels are never deleted and written by one importer: checking them row by row tripled an import's time.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    """Its line in the file, from 1."""
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    code_given = models.CharField(max_length=40)
    approved = models.BigIntegerField(null=True)
    revised = models.BigIntegerField(null=True)
    adjusted = models.BigIntegerField(null=True)
    planned = models.BigIntegerField(null=True)
    obligations_planned = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(null=True)
    obligations = models.BigIntegerField(null=True)
    unpaid = models.BigIntegerField(null=True)
    share_planned = models.FloatField(null=True)
    share_adjusted = models.FloatField(null=True)

    class Meta:
        indexes = [models.Index(fields=["release", "month", "number"], name="budget_line_place")]

    def __str__(self) -> str:
        return f"{self.release_id}:{self.number}"


class Rollup(models.Model):
    """What pages read: a node in a month, as stated and as its leaves sum up.

    A stated amount is NULL where the file has none or wrote a missing one as zero. `summed` holds the eight sums in
    the order of the measures; NULL where a part is unknown.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveSmallIntegerField()
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    parent = models.ForeignKey(
        Node, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    number = models.PositiveIntegerField()
    parts = models.PositiveIntegerField()
    """How many rows stand under it; 0 for a leaf."""
    findings = models.PositiveSmallIntegerField()
    """How many checks do not hold here."""
    approved = models.BigIntegerField(null=True)
    revised = models.BigIntegerField(null=True)
    adjusted = models.BigIntegerField(null=True)
    planned = models.BigIntegerField(null=True)
    obligations_planned = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(null=True)
    obligations = models.BigIntegerField(null=True)
    unpaid = models.BigIntegerField(null=True)
    summed = ArrayField(models.BigIntegerField(null=True), size=8)

    class Meta:
        indexes = [
            models.Index(fields=["release", "month", "parent", "number"], name="budget_rollup_under"),
            models.Index(fields=["node", "release", "month"], name="budget_rollup_of_node"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.month} {self.node_id}"


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


class Mention(models.Model):
    """A name at a place of a release, once for all its months: what search reads."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    month = models.PositiveSmallIntegerField()
    """The last month in which it stands."""
    paid = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["release", "label"], name="budget_mention_in")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.node_id}"


class Series(models.Model):
    """A figure of a year from a named source: people of a territory, or the price index. None ships."""

    class Kind(models.TextChoices):
        """What is counted."""

        POPULATION = "population", _("population")
        PRICES = "prices", _("consumer prices, 2023 = 100")

    kind = models.CharField(max_length=12, choices=Kind)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    source = models.TextField()
    invented = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "region", "year"], name="budget_series_once", nulls_distinct=False),
            models.CheckConstraint(name="budget_series_positive", condition=Q(value__gt=0)),
            models.CheckConstraint(name="budget_series_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
