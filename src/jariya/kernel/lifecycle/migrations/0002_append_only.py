"""Events and due changes are append-only: the database refuses UPDATE, DELETE and TRUNCATE, to the owner as well."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION jariya_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append_only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON lifecycle_event
  FOR EACH ROW EXECUTE FUNCTION jariya_append_only();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON lifecycle_event
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_append_only();
CREATE TRIGGER due_change_append_only BEFORE UPDATE OR DELETE ON lifecycle_duechange
  FOR EACH ROW EXECUTE FUNCTION jariya_append_only();
CREATE TRIGGER due_change_no_truncate BEFORE TRUNCATE ON lifecycle_duechange
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_append_only();
"""
BACKWARD = """
DROP TRIGGER event_append_only ON lifecycle_event; DROP TRIGGER event_no_truncate ON lifecycle_event;
DROP TRIGGER due_change_append_only ON lifecycle_duechange; DROP TRIGGER due_change_no_truncate ON lifecycle_duechange;
DROP FUNCTION jariya_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
