from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # By the day alone, the figures of one body read the answers of the whole nation.
    atomic = False

    dependencies = [("correspondence", "0005_ratings_of_bodies")]

    operations = [
        AddIndexConcurrently(
            model_name="answer",
            index=models.Index(fields=["case"], include=["signed_on", "as_role"], name="answer_of_case"),
        ),
        RemoveIndexConcurrently(model_name="answer", name="answer_signed"),
    ]
