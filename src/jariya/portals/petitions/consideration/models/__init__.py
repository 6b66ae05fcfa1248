"""Tables of the consideration. Each row hangs on the petition's case."""

from .decision import Decision, Point
from .group import Member
from .hearing import Hearing
from .promise import Promise, PromiseChange

__all__ = ["Decision", "Hearing", "Member", "Point", "Promise", "PromiseChange"]
