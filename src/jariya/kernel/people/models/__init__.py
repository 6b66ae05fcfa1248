"""Tables of people: one noun a file."""

from jariya.kernel.people.models.code import Channel, Code, Failure
from jariya.kernel.people.models.key import AppKey, Enrolment, Passkey, RecoveryCode
from jariya.kernel.people.models.person import Level, People, Person, new_handle
from jariya.kernel.people.models.role import Role, RoleKind, RoleQuerySet
from jariya.kernel.people.models.session import Means, Session, SignIn

__all__ = [
    "AppKey",
    "Channel",
    "Code",
    "Enrolment",
    "Failure",
    "Level",
    "Means",
    "Passkey",
    "People",
    "Person",
    "RecoveryCode",
    "Role",
    "RoleKind",
    "RoleQuerySet",
    "Session",
    "SignIn",
    "new_handle",
]
