"""Files of cases: taken in, looked into, cleaned, kept in three copies, handed out."""
