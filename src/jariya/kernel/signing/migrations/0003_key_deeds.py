"""What was done to keys stays known: the database refuses UPDATE, DELETE and TRUNCATE, to the owner as well."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION jariya_key_deed_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append_only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER key_deed_append_only BEFORE UPDATE OR DELETE ON signing_keydeed
  FOR EACH ROW EXECUTE FUNCTION jariya_key_deed_append_only();
CREATE TRIGGER key_deed_no_truncate BEFORE TRUNCATE ON signing_keydeed
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_key_deed_append_only();
"""
BACKWARD = """
DROP TRIGGER key_deed_append_only ON signing_keydeed; DROP TRIGGER key_deed_no_truncate ON signing_keydeed;
DROP FUNCTION jariya_key_deed_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("signing", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
