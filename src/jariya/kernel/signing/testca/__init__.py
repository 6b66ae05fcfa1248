"""A certification authority for tests and demonstrations, in the profile of the state's own, for invented people.

`make` makes it, `load` opens it, `authority.person("citizen-1").sign_cms(b"…")` signs, `authority.responders` answers.
"""

from jariya.kernel.signing.testca.authority import NoAuthority, TestAuthority, TestPerson
from jariya.kernel.signing.testca.making import load, make
from jariya.kernel.signing.testca.signatures import Wrong

__all__ = ["NoAuthority", "TestAuthority", "TestPerson", "Wrong", "load", "make"]
