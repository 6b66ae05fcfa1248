"""Sign-in by what the state knows a person by: a digital signature, or the state's identity service (OIDC)."""
