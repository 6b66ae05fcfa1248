import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signing", "0003_key_deeds")]
    operations = [
        migrations.AddField(
            model_name="signingsession",
            name="earlier",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="later",
                to="signing.signingsession",
            ),
        ),
    ]
