"""Programmes over the years, their drafts, and the versions of what a draft says. Amounts are whole tenge."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.budgets.models import Budget


class Programme(models.Model):
    """A budget programme: administrator and code stand for it over the years. Its drafts, one a year, are cases."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="programmes", db_index=False)
    """The administrator."""
    code = models.CharField(max_length=12)
    """As text: leading zeros count."""
    invented = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "code"], name="programme_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{1,12}$"), name="programme_code_is_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.code}"


class Succession(models.Model):
    """After a reform: which programme went on as which. One may become several, several one."""

    before = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="was")
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="programme_succession_once"),
            models.CheckConstraint(condition=~Q(source=""), name="programme_succession_source"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} > {self.after_id}"


class DraftQuerySet(models.QuerySet["Draft"]):
    """Named reads of drafts."""

    def visible_to(self, person: Person | None) -> DraftQuerySet:
        """What this reader may see: what was published. What a body prepares is seen at its desk alone."""
        return self.filter(case__visibility="public", case__sealed=False)


class Draft(models.Model):
    """The draft of a programme for a year. Its state is the case's; here are the days that money and words went."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="programme_draft")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="drafts", db_index=False)
    year = models.PositiveSmallIntegerField()
    """The first year it plans for."""
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The budget it belongs to, once that is known here."""
    version = models.PositiveSmallIntegerField(default=1)
    published_on = models.DateField(null=True)
    discussion_from = models.DateField(null=True)
    discussion_until = models.DateField(null=True)
    approved_on = models.DateField(null=True)
    approval = models.CharField(max_length=200, blank=True)
    """Requisites of the act of approval."""
    first_paid_on = models.DateField(null=True)
    first_paid_source = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="draft_once_a_year"),
            models.CheckConstraint(
                condition=Q(first_paid_on=None) | ~Q(first_paid_source=""), name="draft_payment_has_a_source"
            ),
            models.CheckConstraint(condition=Q(approved_on=None) | ~Q(approval=""), name="draft_approval_has_an_act"),
        ]
        indexes = [
            models.Index(
                fields=["-published_on", "-case"], name="draft_published", condition=Q(published_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class Version(models.Model):
    """A version of a draft's text. A summary in plain words, Kazakh and Russian, is no ornament: without it, no row."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300)
    summary_kk = models.TextField()
    summary_ru = models.TextField()
    goal_kk = models.TextField()
    goal_ru = models.TextField()
    changed_kk = models.TextField(blank=True)
    changed_ru = models.TextField(blank=True)
    """What is new against the version before, in words; empty in the first."""
    material = models.BooleanField(default=False)
    """Whether the change began the discussion anew."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once"),
            models.CheckConstraint(condition=~Q(summary_kk="") & ~Q(summary_ru=""), name="draft_in_plain_words"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.number}"


class Amount(models.Model):
    """What a version plans for a year, in tenge; unknown is no row."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="amounts", db_index=False)
    year = models.PositiveSmallIntegerField()
    tenge = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "year"], name="draft_amount_once"),
            models.CheckConstraint(condition=Q(tenge__gte=0), name="draft_amount_not_negative"),
        ]
        ordering: ClassVar[list[str]] = ["year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.tenge}"


class Indicator(models.Model):
    """A line of the passport: what is measured, from where to where. `element` names it through all versions."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="indicators", db_index=False)
    number = models.PositiveSmallIntegerField()
    name_kk = models.CharField(max_length=300)
    name_ru = models.CharField(max_length=300)
    unit = models.CharField(max_length=40)
    baseline = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    target = models.DecimalField(max_digits=18, decimal_places=3)
    achieved = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    """Set once, when the programme is evaluated."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="draft_indicator_once")]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.target}"


class Statement(models.Model):
    """A text of the body on its draft, in Kazakh and Russian: the report on the discussion, the evaluation."""

    class Kind(models.TextChoices):
        """What it states."""

        REPORT = "report"
        EVALUATION = "evaluation"
        WITHDRAWAL = "withdrawal"

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="statements", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text_kk = models.TextField()
    text_ru = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "kind"], name="draft_statement_once"),
            models.CheckConstraint(condition=~Q(text_kk="") & ~Q(text_ru=""), name="draft_statement_in_both"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.kind}"
