"""The catalogue for other catalogues and search engines: DCAT-AP 3.0.1, SPARQL, schema.org, Croissant."""
