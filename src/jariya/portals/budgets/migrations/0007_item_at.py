from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("budgets", "0006_sent_balance")]
    operations = [
        migrations.AddIndex(
            model_name="classifieritem", index=models.Index(fields=["path"], name="budget_item_at")
        )
    ]
