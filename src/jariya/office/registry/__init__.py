"""Changes of the registry of bodies in the browser: proposed by one official, decided by another."""
