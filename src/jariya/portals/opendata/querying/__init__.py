"""Questions to a table: what may be asked (`asking`), how it becomes SQL, who answers it. No SQL comes from users."""
