"""Templates keep their versions and are addressed by a token; progress of the recount after norms changed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("office", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NormRecount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveIntegerField(unique=True)),
                ("changed", models.BigIntegerField(default=0)),
                ("moved", models.BigIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(model_name="answertemplate", name="template_once"),
        migrations.AddField("answertemplate", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("answertemplate", "retired_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "answertemplate",
            "retired_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        # Each row its own token: a default given by the column would be one for all.
        migrations.AddField("answertemplate", "token", models.UUIDField(null=True)),
        migrations.RunSQL("UPDATE office_answertemplate SET token = gen_random_uuid()", migrations.RunSQL.noop),
        migrations.AlterField("answertemplate", "token", models.UUIDField(default=uuid.uuid4, unique=True)),
        migrations.AddConstraint(
            "answertemplate",
            models.UniqueConstraint(
                fields=["body", "language", "title"], condition=Q(retired_at__isnull=True), name="template_offered_once"
            ),
        ),
        migrations.AddIndex(
            "answertemplate", models.Index(fields=["body", "language", "title"], name="template_of_body")
        ),
    ]
