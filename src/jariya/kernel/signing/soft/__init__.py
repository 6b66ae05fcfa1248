"""Stand-ins for the two programs people sign with, NCALayer and eGov Mobile, and for the authority's services.

They speak the real protocols with the keys of the TEST authority and say TEST on every screen. They are started by
`./run` in a demonstration and by tests, refuse to run in production, and listen on this machine alone.
"""
