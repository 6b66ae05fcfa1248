"""The register of editorial offices: who asks on behalf of the press, and on which norms."""
