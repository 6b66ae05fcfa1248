"""Tables of people: one noun a file."""

from jariya.kernel.people.models.person import Level, People, Person, new_handle
from jariya.kernel.people.models.role import Role, RoleKind, RoleQuerySet

__all__ = ["Level", "People", "Person", "Role", "RoleKind", "RoleQuerySet", "new_handle"]
