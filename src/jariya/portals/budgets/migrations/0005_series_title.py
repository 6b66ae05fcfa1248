from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgets', '0004_check_budget_check_by_verdict'),
    ]

    operations = [
        migrations.AddField(
            model_name='series',
            name='title',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.AlterField(
            model_name='series',
            name='kind',
            field=models.CharField(choices=[('population', 'population'), ('prices', 'level of prices')], max_length=12),
        ),
    ]
