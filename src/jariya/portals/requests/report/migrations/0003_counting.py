import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("report", "0002_findings")]

    operations = [
        migrations.CreateModel(
            name="Counting",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="counting",
                        serialize=False,
                        to="report.report",
                    ),
                ),
                ("expected", models.PositiveIntegerField(null=True)),
                ("gathered", models.PositiveIntegerField(default=0)),
                ("counted", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
