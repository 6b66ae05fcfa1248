"""The working group that prepares the decision."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Post
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class Part(models.TextChoices):
    """Whom a member stands for."""

    PETITIONER = "petitioner", _("the petitioner")
    OFFICIAL = "official", _("official")
    EXPERT = "expert", _("expert")
    PUBLIC = "public", _("representative of the public")


class Member(models.Model):
    """A member is named by the place they take, never by a private person's name.

    The petitioner has an account and answers the invitation there; the others are named by the body.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="group")
    number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12, choices=Part)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    seat_kk = models.CharField(max_length=200, blank=True)
    seat_ru = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="petition_member_number"),
            models.CheckConstraint(
                condition=Q(part="petitioner", person__isnull=False) | (~Q(part="petitioner") & Q(person__isnull=True)),
                name="petition_member_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"

    def seat(self, lang: str) -> str:
        """The place they take, for a reader of `lang`."""
        if self.post is not None:
            return self.post.name(lang).text
        return str(self.seat_ru if lang == "ru" else self.seat_kk) or str(self.get_part_display())
