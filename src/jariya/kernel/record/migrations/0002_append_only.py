"""What has its index, and what was signed, never changes: the database refuses it, to the owner as well."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION jariya_record_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append_only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER leaf_append_only BEFORE UPDATE ON record_leaf FOR EACH ROW
  WHEN (OLD.index IS NOT NULL OR OLD.log_id <> NEW.log_id OR OLD.key <> NEW.key OR OLD.entry <> NEW.entry)
  EXECUTE FUNCTION jariya_record_append_only();
CREATE TRIGGER leaf_stays BEFORE DELETE ON record_leaf FOR EACH ROW EXECUTE FUNCTION jariya_record_append_only();
CREATE TRIGGER leaf_no_truncate BEFORE TRUNCATE ON record_leaf
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_record_append_only();
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE ON record_checkpoint FOR EACH ROW
  WHEN (OLD.log_id <> NEW.log_id OR OLD.size <> NEW.size OR OLD.root <> NEW.root)
  EXECUTE FUNCTION jariya_record_append_only();
CREATE TRIGGER checkpoint_stays BEFORE DELETE ON record_checkpoint FOR EACH ROW
  EXECUTE FUNCTION jariya_record_append_only();
CREATE TRIGGER checkpoint_no_truncate BEFORE TRUNCATE ON record_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_record_append_only();
"""
BACKWARD = """
DROP TRIGGER leaf_append_only ON record_leaf; DROP TRIGGER leaf_stays ON record_leaf;
DROP TRIGGER leaf_no_truncate ON record_leaf; DROP TRIGGER checkpoint_append_only ON record_checkpoint;
DROP TRIGGER checkpoint_stays ON record_checkpoint; DROP TRIGGER checkpoint_no_truncate ON record_checkpoint;
DROP FUNCTION jariya_record_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
