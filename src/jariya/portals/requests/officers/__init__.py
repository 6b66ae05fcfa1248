"""The register of officers for access to information: who answers for it in each body."""
