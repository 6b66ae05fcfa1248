"""The one table of a data set: from the publisher's desk to the public, and what becomes of it there.

What is being read in is no case: an import has a table of its own in `running.states`. A withdrawn set stays as a stub
with its reason, and may come back. No norm stands behind these verbs: how a set is to be described is a rule of the
house, and what a body owes by law stands with its publishing plan.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Guard, Lifecycle, Move, State, register

KIND = "data_set"
STAFF = ("officer", "deputy", "head", "system")
LEADERS = ("head", "deputy", "system")

titled = Guard(
    "data_set.no_title",
    lambda context: bool(context.facts.get("title_kk") and context.facts.get("title_ru")),
    _("The title is missing in Kazakh or in Russian."),
    _("Write it in both languages: people search in either."),
)
licensed = Guard(
    "data_set.no_licence",
    lambda context: bool(context.facts.get("licence")),
    _("No licence is chosen."),
    _("Choose under which licence others may use the data."),
)
filled = Guard(
    "data_set.nothing_in_it",
    lambda context: bool(context.facts.get("holds")),
    _("There is nothing to read in the set yet."),
    _("Add a link, or send a file and publish its table."),
)
reasoned = Guard(
    "data_set.no_reason",
    lambda context: bool(context.facts.get("reason_kk") and context.facts.get("reason_ru")),
    _("The reason is missing in Kazakh or in Russian."),
    _("Say in both languages why the set is withdrawn: its page will show that instead of the data."),
)
DATA_SET = register(
    Lifecycle(
        kind=KIND,
        letter="D",
        title=_("Data set"),
        states=(
            State("prepared", _("being prepared"), _("The body prepares the set; nobody else sees it.")),
            State("published", _("published"), _("Everyone can read, download and use the data."), waits_for="nobody"),
            State(
                "withdrawn",
                _("withdrawn"),
                _("The body took the data back. The page says why and what they were."),
                waits_for="nobody",
            ),
            State(
                "discarded",
                _("discarded"),
                _("The set was never published and is not going to be."),
                final=True,
                waits_for="nobody",
            ),
        ),
        moves=(
            Move(
                "prepare",
                _("Prepare a data set"),
                (NEW,),
                "prepared",
                STAFF,
                "set_prepared",
                _("The data set was prepared."),
                public=False,
            ),
            Move(
                "describe",
                _("Describe the data set"),
                ("prepared",),
                STAY,
                STAFF,
                "set_described_early",
                _("The description was changed before publishing."),
                public=False,
            ),
            Move(
                "describe",
                _("Describe the data set"),
                ("published", "withdrawn"),
                STAY,
                STAFF,
                "set_described",
                _("The description was changed."),
                guards=(titled, licensed),
            ),
            Move(
                "add_resource",
                _("Add a resource"),
                ("prepared",),
                STAY,
                STAFF,
                "resource_added_early",
                _("Resource %(resource)s was added before publishing."),
                public=False,
            ),
            Move(
                "add_resource",
                _("Add a resource"),
                ("published",),
                STAY,
                STAFF,
                "resource_added",
                _("Resource %(resource)s was added."),
            ),
            Move(
                "describe_resource",
                _("Describe a resource"),
                ("prepared",),
                STAY,
                STAFF,
                "resource_described_early",
                _("The words of resource %(resource)s were changed before publishing."),
                public=False,
            ),
            Move(
                "describe_resource",
                _("Describe a resource"),
                ("published",),
                STAY,
                STAFF,
                "resource_described",
                _("The words of resource %(resource)s were changed."),
            ),
            Move(
                "remove_resource",
                _("Remove a resource"),
                ("prepared", "published"),
                STAY,
                STAFF,
                "resource_removed",
                _("Resource %(resource)s was removed; its versions stay known."),
            ),
            Move(
                "publish",
                _("Publish the data set"),
                ("prepared",),
                "published",
                STAFF,
                "set_published",
                _("The data set was published."),
                guards=(titled, licensed, filled),
            ),
            Move(
                "publish_version",
                _("Publish a version"),
                ("prepared",),
                "published",
                STAFF,
                "set_published_with_version",
                _("The data set was published with version %(version)s of resource %(resource)s."),
                guards=(titled, licensed),
            ),
            Move(
                "publish_version",
                _("Publish a version"),
                ("published",),
                STAY,
                STAFF,
                "version_published",
                _("Version %(version)s of resource %(resource)s was published."),
                guards=(titled, licensed),
            ),
            Move(
                "roll_back",
                _("Publish a former version again"),
                ("published",),
                STAY,
                STAFF,
                "version_rolled_back",
                _("Version %(version)s of resource %(resource)s was published: it holds what version %(of)s held."),
            ),
            Move(
                "withdraw",
                _("Withdraw the data set"),
                ("published",),
                "withdrawn",
                LEADERS,
                "set_withdrawn",
                _("The data set was withdrawn; the reason stands on its page."),
                guards=(reasoned,),
            ),
            Move(
                "restore",
                _("Bring the data set back"),
                ("withdrawn",),
                "published",
                LEADERS,
                "set_restored",
                _("The data set was brought back."),
            ),
            Move(
                "discard",
                _("Discard what was prepared"),
                ("prepared",),
                "discarded",
                STAFF,
                "set_discarded",
                _("What was prepared was discarded."),
                public=False,
            ),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the data set over with its terms."),
        },
    )
)
