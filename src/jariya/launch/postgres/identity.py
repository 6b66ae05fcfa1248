"""PostgreSQL refuses to run as root. This finds a way that works without making users of the operating system."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Identity:
    """How to start PostgreSQL's programs: `prefix` goes before the command; `uid`/`gid` when another user runs them."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def popen(self) -> dict[str, object]:
        """Arguments for `subprocess` that change the user, none when the user stays."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def _named() -> pwd.struct_passwd:
    """An unprivileged user with a name: initdb asks for the name of the one who runs it."""
    people = {person.pw_uid: person for person in pwd.getpwall() if person.pw_uid}
    for uid in (1000, 65534):
        if uid in people:
            return people[uid]
    return people[max(people)]


def _works(prefix: tuple[str, ...]) -> bool:
    try:
        said = subprocess.run([*prefix, "id", "-u"], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and said.stdout.strip() not in ("", "0")


def _nameless() -> bool:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return True
    return False


def find(*, namespace: bool = True) -> Identity:
    """The identity for this process's user.

    Nobody special: as is. Root (or a user without a name, as in some containers): a user namespace, where the kernel
    still sees the owner of the files, so a checkout in root's own 0700 folder works. Where that is refused
    (`namespace=False` pretends so) root changes to an unprivileged user; `elsewhere` then says where data must lie.
    """
    if os.geteuid() != 0 and not _nameless():
        return Identity()
    person = _named()
    unshare = shutil.which("unshare")
    if namespace and unshare:
        prefix = (unshare, "--user", f"--map-user={person.pw_uid}", f"--map-group={person.pw_gid}", "--")
        if _works(prefix):
            return Identity(prefix=prefix)
    if os.geteuid() != 0:
        return Identity()  # initdb will say what it misses
    return Identity(uid=person.pw_uid, gid=person.pw_gid)


def can_run(identity: Identity, program: Path) -> bool:
    """Whether the identity reaches and starts `program`."""
    try:
        said = subprocess.run(
            [*identity.prefix, str(program), "--version"],
            capture_output=True,
            timeout=20,
            cwd="/",
            **identity.popen(),  # type: ignore[call-overload]
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(said.returncode == 0)
