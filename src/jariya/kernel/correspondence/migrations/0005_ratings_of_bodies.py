import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

FILL = """
UPDATE correspondence_rating r SET body_id = c.body_id
FROM lifecycle_case c WHERE c.id = r.case_id AND r.body_id IS NULL
"""


class Migration(migrations.Migration):
    # The mean on a body's page read every rating of the nation.
    atomic = False

    dependencies = [
        ("bodies", "0001_initial"),
        ("correspondence", "0004_parts_of_a_refusal"),
        ("lifecycle", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="rating",
            name="body",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="bodies.body",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="answer",
            index=models.Index(fields=["signed_on", "case"], include=["as_role"], name="answer_signed"),
        ),
        AddIndexConcurrently(
            model_name="rating",
            index=models.Index(fields=["body"], include=["score", "resolved"], name="rating_of_body"),
        ),
    ]
