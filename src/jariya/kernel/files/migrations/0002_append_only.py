"""Deeds on attachments are append-only: the database refuses the rest, to the owner as well."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER files_deed_append_only BEFORE UPDATE OR DELETE ON files_deed
  FOR EACH ROW EXECUTE FUNCTION jariya_append_only();
CREATE TRIGGER files_deed_no_truncate BEFORE TRUNCATE ON files_deed
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_append_only();
"""
BACKWARD = """
DROP TRIGGER files_deed_append_only ON files_deed;
DROP TRIGGER files_deed_no_truncate ON files_deed;
"""


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("lifecycle", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
