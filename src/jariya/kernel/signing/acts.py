"""Acts that people sign: the rule each signature must meet, and what follows when it has passed.

`signing` knows no portal and no case. `project/wiring.py` registers the acts of the floors above.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from jariya.kernel.signing.models import SigningSession
    from jariya.kernel.signing.policy import ActRule
    from jariya.kernel.signing.verdict import Verdict

Done = Callable[["SigningSession", "Verdict", dt.datetime], Mapping[str, Any] | None]


class Rejected(Exception):
    """Raised by a consumer: the signature is sound, but it does not count here (`signer.other`, `signed.already`).

    What the consumer wrote is undone, and the session ends as failed with this code; its words are in `words.py` or
    were added by `words.add`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Act:
    """One kind of act. `title` says in a sentence what one does by signing."""

    name: str
    rule: ActRule
    done: Done
    title: str | Promise
    straight: bool = False


_acts: dict[str, Act] = {}


def register(act: str, rule: ActRule, done: Done, *, title: str | Promise = "", straight: bool = False) -> None:
    """Make an act known.

    Args:
        act: the word in the manifest, `login`, `question.ask`.
        rule: which certificates may sign it.
        done: called once, in the transaction that marks the session passed: `done(session, verdict, now)`. What it
            returns (codes and ids) is kept in `session.outcome`. It raises `Rejected` when it is not to count.
        title: what one does by signing, shown as the page's heading.
        straight: when it has passed, the page leads on by itself and shows no verdict.
    """
    _acts[act] = Act(act, rule, done, title, straight)


def act(name: str) -> Act:
    """The act of this name; KeyError when nobody registered it."""
    return _acts[name]


def known() -> tuple[str, ...]:
    """Names of all acts."""
    return tuple(sorted(_acts))
