"""Named refusals of the law floor: a stable code, what happened, what to do."""

from __future__ import annotations

from typing import Any

from jariya.kernel.language.catalogues import N_
from jariya.kernel.law.words import catalogue


class LawError(Exception):
    """What the law floor cannot do, said so that the reader knows the next step.

    `code` never changes once published; `sentence(lang)` and `remedy(lang)` are for people.
    """

    code = "law.error"
    said = N_("The law data cannot be used as asked.")
    advised = N_("Ask the administrator to run “jariya doctor”.")

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str) -> str:
        """What happened, in `lang` (kk, ru or en)."""
        return catalogue(lang).gettext(self.said) % self.facts

    def remedy(self, lang: str) -> str:
        """What to do about it, in `lang`."""
        return catalogue(lang).gettext(self.advised) % self.facts

    def __str__(self) -> str:
        return self.sentence("en")


class NormMissing(LawError, KeyError):
    """No row of this key is in force on the day. A `KeyError`, so that mappings behave."""

    code = "law.norm.missing"
    said = N_("No norm “%(key)s” is in force on %(day)s.")
    advised = N_("Check the name and the day; names that are near: %(near)s.")

    def __init__(self, *, key: str, day: str, near: list[str]) -> None:
        self.key, self.near = key, near
        super().__init__(key=key, day=day, near=", ".join(near) or "–")


class NormNotInForce(NormMissing):
    """The key is known, but none of its rows is in force on the day."""

    code = "law.norm.not_in_force"
    advised = N_("Choose a day when it is in force: %(near)s.")


class NormIsNoTerm(LawError):
    """The norm holds no number of days or months, so nothing can be counted by it."""

    code = "law.norm.no_term"
    said = N_("The norm “%(key)s” is not a term (its unit is %(unit)s).")
    advised = N_("Choose a norm in working days, calendar days, months or years.")


class WrongDirection(LawError):
    """A term that counts back from an event was asked to count on from it, or the reverse."""

    code = "law.norm.direction"
    said = N_("The term “%(key)s” is counted in the other direction.")
    advised = N_("Use the count back for terms that end before the event.")


class OutsideCalendar(LawError):
    """The day lies outside the years the calendar knows; guessing would be quietly wrong."""

    code = "law.calendar.outside"
    said = N_("The working-day calendar covers %(first)s to %(last)s and does not know %(day)s.")
    advised = N_("Ask the authorised body to add the missing year to the calendar.")


class NotADay(LawError):
    """A day typed in a way that is not a date."""

    code = "law.not_a_day"
    said = N_("“%(said)s” is not a day.")
    advised = N_("Write the day as YYYY-MM-DD, for example 2026-03-18.")


class NotALanguage(LawError):
    """A language the program does not speak."""

    code = "law.not_a_language"
    said = N_("“%(said)s” is not a language of this program.")
    advised = N_("Choose kk, ru or en.")


class BadData(LawError):
    """A file or an edit holds a row that cannot be law data."""

    code = "law.data.bad"
    said = N_("%(where)s: %(what)s.")
    advised = N_("Mend the row that is named and try again.")

    def sentence(self, lang: str) -> str:
        """Say what is wrong where; `what` is a message of the catalogue itself."""
        words = catalogue(lang).gettext
        return words(self.said) % {"where": self.facts["where"], "what": words(self.facts["what"])}


class EditRefused(LawError):
    """An edit of norms or of the calendar may not be made or decided; `code` says which rule."""

    code = "law.edit.refused"
    said = N_("The edit is refused.")
    advised = N_("Read the reason, mend the edit and propose it again.")


class SamePerson(EditRefused):
    """The author tried to approve the author's own edit."""

    code = "law.edit.same_person"
    said = N_("The author of an edit may not approve it.")
    advised = N_("Ask a second authorised person to decide.")


class ReasonMissing(EditRefused):
    """An edit without a reason."""

    code = "law.edit.reason_missing"
    said = N_("An edit needs a reason.")
    advised = N_("Say why the row changes: the act, the decision or the mistake that is mended.")


class EditStale(EditRefused):
    """The row changed after the edit was proposed."""

    code = "law.edit.stale"
    said = N_("“%(what)s” was changed by another edit after this one was proposed.")
    advised = N_("Look at the row as it is now and propose the edit again.")


class EditDecided(EditRefused):
    """The edit is not waiting for a decision any more."""

    code = "law.edit.decided"
    said = N_("The edit is already decided.")
    advised = N_("Propose a new edit if the row must change again.")


class FilesDisagree(LawError):
    """A finding: a person and a new release both changed a row; ours stays until a person decides."""

    code = "law.files_disagree"
    said = N_("The row “%(name)s” was edited here, and the new release changes it too.")
    advised = N_("Compare the two on the page of norms and edit the row: whichever you choose settles it.")


class CalendarRunsOut(LawError):
    """A finding: terms that begin now may soon end beyond the calendar."""

    code = "law.calendar.runs_out"
    said = N_("The working-day calendar ends on %(last)s, less than two years ahead.")
    advised = N_("Ask the authorised body to add the missing year to the calendar.")


class NothingLoaded(LawError):
    """The database holds no edition yet."""

    code = "law.nothing_loaded"
    said = N_("The database holds no norms and no calendar yet.")
    advised = N_("Run “./run” once, or “jariya law load”.")
