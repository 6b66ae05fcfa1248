"""The desk of sealed evidence: two registrars open a signature's proofs, with a reason that stays."""
