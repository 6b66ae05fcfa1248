from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # An editorial office's page walked all requests of the nation; built without closing the table to writers.
    atomic = False

    dependencies = [
        ("requests", "0002_files_of_drafts"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="request",
            index=models.Index(
                condition=models.Q(("office", ""), _negated=True), fields=["office", "-case"], name="request_office"
            ),
        ),
    ]
