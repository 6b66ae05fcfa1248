"""Who acts on petitions."""

from __future__ import annotations

STAFF = ("officer", "deputy", "head")
MODERATORS = ("moderator",)
AUTHOR = ("asker",)
SUPERVISOR = ("supervisor",)
HEAD = ("head",)
SYSTEM = ("system",)
