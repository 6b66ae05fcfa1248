"""The queue is a second long: an index by petition cost more on writing than it saved on reading."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("collecting", "0003_accept")]
    operations = [migrations.RemoveIndex(model_name="queued", name="queued_of_petition")]
