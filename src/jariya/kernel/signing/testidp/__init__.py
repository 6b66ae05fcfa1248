"""A TEST identity service of the state: allauth's own OpenID Connect provider, for invented people.

A program of its own with a database of its own: `python -m jariya.kernel.signing.testidp --port PORT`. It speaks the
contract of docs/adapters/oidc.md, says TEST on every page and does not start beside real signatures.
"""
