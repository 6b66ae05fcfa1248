import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgets', '0005_series_title'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('browser', models.CharField(max_length=64)),
                ('changes', models.JSONField()),
                ('deficit', models.BigIntegerField()),
                ('on', models.DateField()),
                ('release', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budgets.release')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'browser'), name='budget_balance_once')],
            },
        ),
    ]
