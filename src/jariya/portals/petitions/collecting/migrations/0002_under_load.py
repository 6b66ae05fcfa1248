"""Tables by how they are written: one is only added to, one is emptied each second, one holds megabytes for a second.

No partitions: the one index of signatures is read by its whole key, and a petition's rows are never dropped as a part
(an archive is a state, same table). At 20 million rows partitions by hash would add a lookup and save no page.
"""

from django.db import migrations

FORWARD = """
-- Written once: full pages. The map of visible pages comes by inserts, not by updates there never are.
ALTER TABLE collecting_signature SET (fillfactor = 100, autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.02);
-- Random keys: a split page is filled again only if it has room.
ALTER INDEX collecting_signature_pkey SET (fillfactor = 90);
-- Emptied each second: dead rows must not pile up before the living ones.
ALTER TABLE collecting_queued SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000,
  autovacuum_vacuum_cost_delay = 0);
-- Hashes do not get smaller by packing.
ALTER TABLE collecting_batch ALTER COLUMN entries SET STORAGE EXTERNAL;
CREATE FUNCTION jariya_collecting_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append_only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER switchuse_append_only BEFORE UPDATE OR DELETE ON collecting_switchuse FOR EACH ROW
  EXECUTE FUNCTION jariya_collecting_append_only();
CREATE TRIGGER switchuse_no_truncate BEFORE TRUNCATE ON collecting_switchuse FOR EACH STATEMENT
  EXECUTE FUNCTION jariya_collecting_append_only();
"""
BACKWARD = """
DROP TRIGGER switchuse_append_only ON collecting_switchuse;
DROP TRIGGER switchuse_no_truncate ON collecting_switchuse;
DROP FUNCTION jariya_collecting_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("collecting", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
