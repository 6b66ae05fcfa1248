"""Writing: programs of bodies prepare, describe, fill and withdraw sets in the words of CKAN."""
