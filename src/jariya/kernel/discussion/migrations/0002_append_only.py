"""Steps are append-only, and threads are two deep: the database refuses the rest, to the owner as well."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER step_append_only BEFORE UPDATE OR DELETE ON discussion_step
  FOR EACH ROW EXECUTE FUNCTION jariya_append_only();
CREATE TRIGGER step_no_truncate BEFORE TRUNCATE ON discussion_step
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_append_only();
CREATE FUNCTION jariya_two_deep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM discussion_comment p WHERE p.id = NEW.parent_id AND p.parent_id IS NULL AND p.case_id = NEW.case_id
  ) THEN
    RAISE EXCEPTION 'two_deep: a reply hangs on a comment of the same case, not on a reply'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER comment_two_deep BEFORE INSERT OR UPDATE OF parent_id, case_id ON discussion_comment
  FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION jariya_two_deep();
"""
BACKWARD = """
DROP TRIGGER comment_two_deep ON discussion_comment;
DROP FUNCTION jariya_two_deep();
DROP TRIGGER step_append_only ON discussion_step;
DROP TRIGGER step_no_truncate ON discussion_step;
"""


class Migration(migrations.Migration):
    dependencies = [("discussion", "0001_initial"), ("lifecycle", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
