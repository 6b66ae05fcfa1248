from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

RUNS = {"met_on__isnull": True, "cancelled_on__isnull": True}


class Migration(migrations.Migration):
    # Built without closing the table to writers; a run that was cut off leaves an invalid index to drop by hand.
    atomic = False

    dependencies = [
        ("lifecycle", "0006_open_cases"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(**RUNS),
                fields=["body", "due_on", "id"],
                include=["kind", "duty_of", "assignee"],
                name="obligation_at_desk",
            ),
        ),
        AddIndexConcurrently(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(**RUNS, assignee__isnull=False),
                fields=["assignee", "due_on", "id"],
                name="obligation_assigned",
            ),
        ),
        AddIndexConcurrently(
            model_name="event",
            index=models.Index(
                condition=models.Q(("kind__in", ("forwarded", "returned", "complained", "complaint_upheld"))),
                fields=["body", "on", "case"],
                name="event_counted",
            ),
        ),
        RemoveIndexConcurrently(model_name="obligation", name="obligation_desk"),
        RemoveIndexConcurrently(model_name="obligation", name="obligation_mine"),
    ]
