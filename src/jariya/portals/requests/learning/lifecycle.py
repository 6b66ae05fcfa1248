"""The tables of a guide, of a seminar, and of a place in one (which is no case: nobody owes it to anybody)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Guard, Lifecycle, Move, State, Term, register
from jariya.portals.requests.matters import both

GUIDE_KIND = "guide"
SEMINAR_KIND = "seminar"
TEACHERS = ("supervisor",)
MATERIALS = Term("materials", "seminar.materials", _("Publish the materials of the seminar"), starts="day")

words_there = both(
    "words",
    "learning.language_missing",
    _("Something is missing in Kazakh or in Russian."),
    _("Write it in both languages: everyone reads it."),
)
ahead = Guard(
    "learning.not_ahead",
    lambda context: bool(context.facts.get("ahead")),
    _("The seminar would lie in the past."),
    _("Choose a later time."),
)
over = Guard(
    "learning.not_over",
    lambda context: bool(context.facts.get("over")),
    _("The seminar is not over yet."),
    _("Materials are published after it."),
)
seats_enough = Guard(
    "learning.seats_too_few",
    lambda context: bool(context.facts.get("seats_enough")),
    _("More people have a place already."),
    _("Give at least as many places as are taken."),
)

GUIDE = register(
    Lifecycle(
        kind=GUIDE_KIND,
        letter="G",
        title=_("Guide to access to information"),
        states=(
            State("prepared", _("prepared"), _("The guide is being written; nobody else sees it.")),
            State("published", _("published"), _("Everyone can read the guide."), waits_for="anyone"),
            State("withdrawn", _("withdrawn"), _("The guide is no longer right; the reason stands in its place."),
                  final=True, waits_for="nobody"),
            State("dropped", _("thrown away"), _("It was never published."), final=True, waits_for="nobody"),
        ),
        moves=(
            Move("prepare", _("Write a guide"), (NEW,), "prepared", TEACHERS, "guide_prepared",
                 _("The guide was prepared."), public=False),
            Move("rework", _("Change the guide"), ("prepared",), STAY, TEACHERS, "guide_reworked",
                 _("The guide was reworked."), public=False),
            Move("publish", _("Publish"), ("prepared",), "published", TEACHERS, "guide_published",
                 _("The guide was published."), guards=(words_there,)),
            Move("renew", _("Publish a new version"), ("published",), STAY, TEACHERS, "guide_renewed",
                 _("Version %(version)s was published; the former ones can be read."), guards=(words_there,)),
            Move("withdraw", _("Withdraw"), ("published",), "withdrawn", TEACHERS, "guide_withdrawn",
                 _("The guide was withdrawn, with the reason."), guards=(words_there,)),
            Move("drop", _("Throw away"), ("prepared",), "dropped", TEACHERS, "guide_dropped",
                 _("The prepared guide was thrown away."), public=False),
        ),
        system_events={"succeeded": _("%(from_body)s ended; its guides stand on at %(to_body)s.")},
    )
)  # fmt: skip

SEMINAR = register(
    Lifecycle(
        kind=SEMINAR_KIND,
        letter="S",
        title=_("Seminar on access to information"),
        states=(
            State("prepared", _("prepared"), _("The seminar is being prepared; nobody else sees it.")),
            State("announced", _("announced"), _("One can register until it begins."), waits_for="anyone"),
            State("held", _("held"), _("It took place; its materials are public."), final=True, waits_for="nobody"),
            State("cancelled", _("cancelled"), _("It does not take place; the reason is public."), final=True,
                  waits_for="nobody"),
            State("dropped", _("thrown away"), _("It was never announced."), final=True, waits_for="nobody"),
        ),
        moves=(
            Move("prepare", _("Prepare a seminar"), (NEW,), "prepared", TEACHERS, "seminar_prepared",
                 _("The seminar was prepared."), public=False),
            Move("rework", _("Change the seminar"), ("prepared",), STAY, TEACHERS, "seminar_reworked",
                 _("The seminar was reworked."), public=False),
            Move("announce", _("Announce"), ("prepared",), "announced", TEACHERS, "seminar_announced",
                 _("The seminar was announced for %(since)s, with %(seats)s places."), guards=(words_there, ahead),
                 opens=(MATERIALS,), law="seminar.materials"),
            Move("change", _("Change time, place or seats"), ("announced",), STAY, TEACHERS, "seminar_changed",
                 _("Time, place or seats changed: it takes place on %(since)s, with %(seats)s places."),
                 guards=(words_there, ahead, seats_enough), cancels=("materials",), opens=(MATERIALS,)),
            Move("cancel", _("Cancel"), ("announced",), "cancelled", TEACHERS, "seminar_cancelled",
                 _("The seminar was cancelled, with the reason."), guards=(words_there,)),
            Move("publish", _("Publish the materials"), ("announced",), "held", TEACHERS, "materials_published",
                 _("The seminar took place, %(came)s people were there; the materials were published."),
                 guards=(over, words_there), meets=("materials",), law="seminar.materials"),
            Move("drop", _("Throw away"), ("prepared",), "dropped", TEACHERS, "seminar_dropped",
                 _("The prepared seminar was thrown away."), public=False),
        ),
        system_events={
            "place_given": _("A place became free, and it is yours."),
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the seminar over with its terms."),
        },
    )
)  # fmt: skip
