"""Tables as files: rows in each format as they come (`lines`), whole files made once per version (`making`)."""
