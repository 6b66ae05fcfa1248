"""One call takes a signature: a function keeps its plans, while the same statement sent each time is planned each time.

Returns the signature's `seq`; 0: this person's signature is there already; -1: no signatures are taken now.
States by number: 0 waiting, 1 taken, 2 removed, 3 failed.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION collecting_accept(
  at_petition bigint, ref bytea, its_salt bytea, its_evidence bytea, its_region text, its_name text, its_issuer int,
  its_session bigint, given timestamptz, verified boolean, its_commitment bytea
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  drawn bigint;
BEGIN
  -- Read, not locked: thousands sign one petition in the same second.
  PERFORM 1 FROM collecting_collection
    WHERE case_id = at_petition AND sealed_at IS NULL AND paused_at IS NULL AND (closed_at IS NULL OR closed_at >= given);
  IF NOT FOUND THEN
    RETURN -1;
  END IF;
  drawn := nextval('collecting_queued_id_seq');
  -- A person who took the signature back may sign again: a new place; the old leaf keeps its minus.
  INSERT INTO collecting_signature AS kept
      (petition_id, signer_ref, seq, salt, evidence, region, name, issuer_id, session_id, given_at, state)
    VALUES (at_petition, ref, drawn, its_salt, its_evidence, its_region, its_name, its_issuer, its_session, given,
            CASE WHEN verified THEN 1 ELSE 0 END)
    ON CONFLICT (petition_id, signer_ref) DO UPDATE SET seq = excluded.seq, salt = excluded.salt,
      evidence = excluded.evidence, region = excluded.region, name = excluded.name, issuer_id = excluded.issuer_id,
      session_id = excluded.session_id, given_at = excluded.given_at, state = excluded.state
      WHERE kept.state IN (2, 3);
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  IF verified THEN
    INSERT INTO collecting_queued (id, petition_id, region, commitment, name, issuer_id, given_at)
      VALUES (drawn, at_petition, its_region, its_commitment, its_name, its_issuer, given);
  END IF;
  RETURN drawn;
END $$;
"""
BACKWARD = """
DROP FUNCTION collecting_accept(bigint, bytea, bytea, bytea, text, text, int, bigint, timestamptz, boolean, bytea);
"""


class Migration(migrations.Migration):
    dependencies = [("collecting", "0002_under_load")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
