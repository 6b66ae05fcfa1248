"""Open data of an invented nation: sets, plans and requests, acted for the small one and copied for the full one."""
