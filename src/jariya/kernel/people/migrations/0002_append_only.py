"""The audit of sign-ins is append-only: the database refuses UPDATE, DELETE and TRUNCATE, to the owner as well."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION jariya_sign_in_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append_only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER sign_in_append_only BEFORE UPDATE OR DELETE ON people_signin
  FOR EACH ROW EXECUTE FUNCTION jariya_sign_in_append_only();
CREATE TRIGGER sign_in_no_truncate BEFORE TRUNCATE ON people_signin
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_sign_in_append_only();
"""
BACKWARD = """
DROP TRIGGER sign_in_append_only ON people_signin; DROP TRIGGER sign_in_no_truncate ON people_signin;
DROP FUNCTION jariya_sign_in_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
