"""Tables and files of a set, and their versions."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.files.models.file import File
from jariya.kernel.people.models import Person
from jariya.portals.opendata.models.catalogue import DataSet, told


class ResourceKind(models.TextChoices):
    """What a resource is."""

    TABLE = "table", _("table")
    FILE = "file", _("file")
    LINK = "link", _("link to another site")
    OWN = "own", _("table out of this site's own records")


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Named reads of resources."""

    def visible_to(self, person: Person | None) -> ResourceQuerySet:
        """Resources this reader may see: those of sets they may see that hold something and were not removed.

        Of a withdrawn set none: its stub says what it was, its resources are not given out.
        """
        sets = DataSet.objects.visible_to(person).living()
        holds = Q(current__isnull=False) | Q(kind=ResourceKind.LINK)
        return self.filter(holds, removed_at=None, data_set__in=sets)


class Resource(models.Model):
    """One table, file or link of a set. What it holds stands in its versions; `current` is the one in force."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    """Its id in addresses and in CKAN."""
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="resources", db_index=False)
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=ResourceKind)
    title_kk = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    url = models.URLField(max_length=1000, blank=True)
    """Of a link; of a table, where its file is fetched from when it is renewed."""
    etag = models.CharField(max_length=200, blank=True)
    wishes = models.JSONField(default=dict)
    """What the publisher told the importer; kept for the next file of the same kind."""
    schema = models.JSONField(null=True)
    """A Table Schema that versions are held against."""
    columns = models.JSONField(default=dict)
    """Words of the columns: {name: {kk, ru, en, text_kk, text_ru, text_en}}."""
    row_key = models.JSONField(default=list)
    """Names of the columns that tell rows apart; empty: rows are told apart by all they hold."""
    own = models.CharField(max_length=40, blank=True)
    """Of a table of our own records: which one."""
    current = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    removed_at = models.DateTimeField(null=True)
    link_checked_at = models.DateTimeField(null=True)
    link_trouble = models.CharField(max_length=40, blank=True)
    """Code of what is wrong with the link; empty when it answered."""
    link_failures = models.PositiveSmallIntegerField(default=0)
    link_again_at = models.DateTimeField(null=True)
    """When the link is looked at next; each failure doubles the wait."""

    objects: ClassVar[Any] = ResourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["data_set", "position"], name="resource_position"),
            models.UniqueConstraint(fields=["own"], condition=~Q(own=""), name="resource_own_once"),
        ]
        indexes = [
            models.Index(fields=["link_again_at"], name="resource_link", condition=Q(removed_at=None) & ~Q(url="")),
        ]
        ordering: ClassVar[list[str]] = ["data_set", "position"]

    def __str__(self) -> str:
        return str(self.key)

    def title(self, lang: str) -> tuple[str, str]:
        """Its title for a reader and the language it is in; of the set where it has none of its own."""
        found = told(self, "title", lang)
        return found if found[0] else self.data_set.title(lang)

    def text(self, lang: str) -> tuple[str, str]:
        """What it is, likewise."""
        return told(self, "text", lang)


class VersionQuerySet(models.QuerySet["Version"]):
    """Named reads of versions."""

    def visible_to(self, person: Person | None) -> VersionQuerySet:
        """Versions of resources this reader may see."""
        return self.filter(resource__in=Resource.objects.visible_to(person))


class Version(models.Model):
    """What a resource held from a moment on. Never changed; the database refuses UPDATE and DELETE."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    """1, 2, 3, ... within the resource."""
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    """The bytes as they were sent; NULL for a table of our own records. Given out where its area is `open`: what hides
    something (hidden sheets, names of authors) stays sealed, and the table alone is published."""
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.BinaryField(max_length=32)
    """Of the bytes as sent."""
    size = models.BigIntegerField()
    """Bytes as sent."""
    parquet = models.BinaryField(max_length=32, null=True)
    """SHA-256 of the canonical Parquet, by which `store` finds it; NULL for a file that is no table."""
    rows = models.BigIntegerField(null=True)
    report = models.JSONField(default=dict)
    """What the importer understood and found wrong: `importing.table.Table.as_json()`."""
    difference = models.JSONField(null=True)
    """To the version before: counts of rows added, removed and changed, columns added and removed."""
    note_kk = models.TextField(blank=True)
    note_ru = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Who published it; NULL for a job. Not shown in public."""

    objects: ClassVar[Any] = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "number"], name="version_number")]
        ordering: ClassVar[list[str]] = ["resource", "-number"]

    def __str__(self) -> str:
        return f"{self.resource_id} v{self.number}"

    @property
    def names(self) -> list[str]:
        """Names of the columns, in order: column n is `cn` of the Parquet."""
        return [column["name"] for column in self.report.get("columns", [])]
