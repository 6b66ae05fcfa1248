import django.contrib.postgres.fields
from django.db import migrations, models

# Powers that opened no step go out of the orders; an order that named nothing else gave nothing and goes with them.
FORGET = """
DELETE FROM bodies_delegation WHERE NOT scope && ARRAY['answers', 'extensions']::varchar[];
UPDATE bodies_delegation SET scope = array_remove(array_remove(scope, 'forwarding'), 'refusals')
WHERE scope && ARRAY['forwarding', 'refusals']::varchar[];
"""


class Migration(migrations.Migration):

    dependencies = [("bodies", "0002_registry_edits")]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="delegation",
            name="scope",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("answers", "signing answers"), ("extensions", "deciding on extensions")], max_length=20
                ),
                size=None,
            ),
        ),
    ]
