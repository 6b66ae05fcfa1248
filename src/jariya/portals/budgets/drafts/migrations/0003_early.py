from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0002_programmes")]
    operations = [
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                fields=["-first_paid_on", "-case"],
                name="draft_early",
                condition=models.Q(
                    ("first_paid_on__isnull", False),
                    models.Q(
                        ("first_paid_on__lte", models.F("discussion_until")),
                        ("discussion_from", None),
                        _connector="OR",
                    ),
                ),
            ),
        ),
    ]
