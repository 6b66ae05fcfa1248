"""Looks at scans of paper: added to, never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER scanview_append_only BEFORE UPDATE OR DELETE ON collecting_scanview FOR EACH ROW
  EXECUTE FUNCTION jariya_collecting_append_only();
CREATE TRIGGER scanview_no_truncate BEFORE TRUNCATE ON collecting_scanview FOR EACH STATEMENT
  EXECUTE FUNCTION jariya_collecting_append_only();
"""
BACKWARD = """
DROP TRIGGER scanview_append_only ON collecting_scanview;
DROP TRIGGER scanview_no_truncate ON collecting_scanview;
"""


class Migration(migrations.Migration):
    dependencies = [("collecting", "0005_words"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="ScanView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="views",
                        to="collecting.paperbatch",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
