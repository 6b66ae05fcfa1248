from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    # The figures of a body's questions looked up each of its terms in the table, only to learn of which case it was.
    atomic = False

    dependencies = [("lifecycle", "0007_desk_by_index")]

    operations = [
        AddIndexConcurrently(
            model_name="obligation",
            index=models.Index(
                fields=["body", "kind", "started_on", "id"],
                include=["case", "due_on", "met_on", "cancelled_on", "extended_to"],
                name="obligation_by_body",
                condition=Q(duty_of="body"),
            ),
        ),
        RemoveIndexConcurrently(model_name="obligation", name="obligation_of_body"),
    ]
