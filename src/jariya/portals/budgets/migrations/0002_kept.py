"""Releases, their lines, sums and findings are kept as they came: the database refuses UPDATE and DELETE."""

from django.db import migrations

TABLES = ("budgets_release", "budgets_line", "budgets_rollup", "budgets_check")
FORWARD = "".join(
    f"CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION jariya_append_only();\n"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER kept ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_initial"), ("lifecycle", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
