"""Reads over several portals that pages share. All of it is public, except `mine`."""
