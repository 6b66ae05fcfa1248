"""Who read evidence stays known: the database refuses UPDATE, DELETE and TRUNCATE, to the owner as well."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION jariya_look_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append_only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER look_append_only BEFORE UPDATE OR DELETE ON signing_look
  FOR EACH ROW EXECUTE FUNCTION jariya_look_append_only();
CREATE TRIGGER look_no_truncate BEFORE TRUNCATE ON signing_look
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_look_append_only();
"""
BACKWARD = """
DROP TRIGGER look_append_only ON signing_look; DROP TRIGGER look_no_truncate ON signing_look;
DROP FUNCTION jariya_look_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_sessions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
