import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bodies", "0003_powers_that_open_a_step")]

    operations = [
        migrations.AlterField(
            model_name="delegation",
            name="scope",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("answers", "signing answers"),
                        ("extensions", "deciding on extensions"),
                        ("blog", "writing the blog and holding conferences"),
                    ],
                    max_length=20,
                ),
                size=None,
            ),
        ),
    ]
