"""Portals register what can be followed, so the constraint refuses citizens alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_post_topic")]

    operations = [
        migrations.RemoveConstraint(model_name="subscription", name="subscription_topic"),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("topic__regex", "^[a-z]+:.+"), models.Q(("topic__startswith", "person:"), _negated=True)),
                name="subscription_topic",
            ),
        ),
    ]
