"""Conditions of a petition's moves, each with its named refusal. Actions bring the facts; nothing is read here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import Condition, Context, Guard
from jariya.portals.petitions.thresholds import central


def _over(context: Context, kind: str) -> bool:
    """Whether a term runs and its last day has passed."""
    term = context.running(kind)
    return term is not None and context.today > term.due_on


def moderation_is_late(context: Context) -> bool:
    """Silence of the moderators, which counts as a refusal (norm `appeal.silence`)."""
    return _over(context, "moderation")


signed_by_author = Guard(
    "petition.unsigned",
    lambda context: bool(context.facts.get("signed")),
    _("A petition is submitted with the digital signature (EDS) of its author."),
    _("Sign it on the next page, by NCALayer or by eGov Mobile. The draft is kept until then."),
)
texts_whole = Guard(
    "petition.text_incomplete",
    lambda context: bool(context.facts.get("texts_whole")),
    _("Title or text of the petition is missing."),
    _(
        "Write title and text in the language you began with. The other language may wait, or be whole: a title without"
        " its text is of no use to a reader."
    ),
)
length_in_bounds = Guard(
    "petition.length",
    lambda context: bool(context.facts.get("length_in_bounds")),
    _("The title or the text is too short or too long."),
    _("The bounds stand beside each field. Say who should do what, and why."),
)
addressee_competent = Guard(
    "petition.addressee",
    lambda context: bool(context.facts.get("scope")),
    _("This body takes no petitions."),
    _("Petitions go to central bodies, and to akimats and maslikhats of oblasts, cities and districts. Choose one."),
)
addressee_connected = Guard(
    "petition.addressee_not_connected",
    lambda context: bool(context.facts.get("connected")),
    _("This body does not take petitions here yet."),
    _("Choose another body from the list."),
)
desk_named = Guard(
    "petition.no_moderators",
    lambda context: bool(context.facts.get("desk")),
    _("It is not settled which body checks petitions on this installation."),
    _("The operator names it with the command “jariya petitions desk”. The draft is kept."),
)
threshold_known = Guard(
    "petition.population_unknown",
    lambda context: bool(context.facts.get("threshold")),
    _("The threshold is a share of the population, and no population of this region is known here from a source."),
    _(
        "Nothing opens on a guess. The operator enters the figure with its day and its source; until then choose a body"
        " whose threshold is a number."
    ),
)
something_changed = Guard(
    "petition.unchanged",
    lambda context: bool(context.facts.get("differs")),
    _("The text is the same as before it came back."),
    _("Change what the moderators asked for, or withdraw the petition."),
)
reason_given = Guard(
    "petition.reason_missing",
    lambda context: bool(str(context.facts.get("reason") or "").strip()),
    _("No reason was given."),
    _("Write in a sentence why: the author reads it, and it stays in the case."),
)
ground_in_force = Guard(
    "petition.ground",
    lambda context: context.facts.get("ground") in (context.facts.get("grounds") or ()),
    _("This is no ground of refusal that was in force on the day of submission."),
    _("Choose a ground from the list of that day. Without a ground a petition is approved or returned."),
)
text_read = Guard(
    "petition.not_read",
    lambda context: bool(context.facts.get("checked")),
    _("It is not confirmed that the text holds no personal data of others."),
    _("Read both languages, look at what is marked, and tick that you did."),
)
second_person = Guard(
    "petition.same_person",
    lambda context: bool(context.facts.get("second_person")),
    _("A refusal is checked by another person than the one who proposed it."),
    _("Leave it to a colleague. Both names stay in the case; the public sees that there were two."),
)
may_complain = Guard(
    "petition.complain_not_yet",
    lambda context: (
        moderation_is_late(context)
        or (
            context.case.state == "refused"
            and (term := context.running("complain")) is not None
            and context.today <= term.due_on
        )
    ),
    _("There is nothing to complain of yet, or no longer."),
    _("Silence can be complained of from the day after the due day, a refusal within the term for complaints."),
)
refusal_stands = Guard(
    "petition.silence_stands",
    lambda context: bool(context.facts.get("refusal_stands")),
    _("The moderators have not decided: there is no refusal that could stand."),
    _("Oblige them to decide."),
)
complaining_over = Guard(
    "petition.complaint_open",
    lambda context: context.running("complain") is None or _over(context, "complain"),
    _("The author may still complain."),
    _("The refusal becomes final by itself when the term for a complaint is over."),
)
rework_over = Guard(
    "petition.rework_runs",
    lambda context: _over(context, "rework"),
    _("The author may still change the petition."),
    _("It is dropped by itself when the term is over."),
)
not_suspended = Guard(
    "petition.suspended",
    lambda context: not context.facts.get("suspended"),
    _("A court has suspended the petition."),
    _("Nothing moves until the suspension ends; the days it lasted are added to the term."),
)
is_suspended = Guard(
    "petition.not_suspended",
    lambda context: bool(context.facts.get("suspended")),
    _("The petition is not suspended."),
    _("Open the case again: somebody may have acted a moment before."),
)
court_named = Guard(
    "petition.court_missing",
    lambda context: bool(context.facts.get("court") and context.facts.get("decision")),
    _("The court or its decision is not named."),
    _("Give the name of the court, and number and day of the decision."),
)
enough_supporters = Guard(
    "petition.supporters_missing",
    lambda context: (
        context.facts.get("support_needed") is not None
        and int(context.facts.get("count") or 0) >= context.facts["support_needed"]
    ),
    _("There are not enough supporters yet."),
    _("Collecting opens by itself when the last one needed has signed."),
)
support_over = Guard(
    "petition.support_runs",
    lambda context: _over(context, "support"),
    _("The term for gathering supporters still runs."),
    _("The petition lapses by itself on the day after the last day."),
)
support_missed = Guard(
    "petition.supporters_there",
    lambda context: int(context.facts.get("count") or 0) < int(context.facts.get("support_needed") or 0),
    _("The supporters are there."),
    _("The petition opens by itself."),
)
all_counted = Guard(
    "petition.counting",
    lambda context: not context.facts.get("waiting"),
    _("Signatures that were given in time are still being checked."),
    _("The petition lapses, or succeeds, when the last of them is counted."),
)
threshold_reached = Guard(
    "petition.threshold_not_reached",
    lambda context: (
        context.facts.get("needed") is not None and int(context.facts.get("count") or 0) >= context.facts["needed"]
    ),
    _("The threshold is not reached."),
    _("The petition goes on by itself when it is."),
)
collecting_over = Guard(
    "petition.collecting_runs",
    lambda context: _over(context, "collecting"),
    _("The term for collecting signatures still runs."),
    _("The petition lapses by itself on the day after the last day."),
)
threshold_missed = Guard(
    "petition.threshold_there",
    lambda context: int(context.facts.get("count") or 0) < int(context.facts.get("needed") or 0),
    _("The threshold is reached."),
    _("The petition goes on to the addressee by itself."),
)
day_added_once = Guard(
    "petition.outage_added",
    lambda context: not context.facts.get("added") and context.facts.get("due_on") is not None,
    _("The days of this outage were added before, or no term ran on that day."),
    _("Nothing is moved a second time."),
)
decided_by_head = Guard(
    "petition.decision_unsigned",
    lambda context: bool(context.facts.get("signed")),
    _("The decision is not signed by EDS."),
    _("Only the head decides, with EDS. Sign it on the next page."),
)
outcome_known = Guard(
    "petition.outcome",
    lambda context: context.facts.get("outcome") in ("satisfied", "partly", "refused"),
    _("It is not said what was decided."),
    _("Say of each demand whether it is met, met in part or refused, with reasons."),
)
promises_made = Guard(
    "petition.no_promises",
    lambda context: bool(context.facts.get("promises")),
    _("There is no promise to carry out."),
    _("A decision that grants something says what is done, by when and who answers for it."),
)
promises_settled = Guard(
    "petition.promises_open",
    lambda context: not context.facts.get("promises_open"),
    _("A promise is not kept yet."),
    _("Keep it and show the evidence first; a late one stays shown as late."),
)

runs_central = Condition(
    "central", lambda context: central(str(context.facts.get("scope"))), _("a petition to a central body")
)
runs_local = Condition(
    "local", lambda context: not central(str(context.facts.get("scope"))), _("a petition to an akimat or a maslikhat")
)


def decided(outcome: str, title: object) -> Condition:
    """The row of `decide` for an outcome. A page that asks what is possible knows none: the first row is shown."""
    known = (None, outcome) if outcome == "satisfied" else (outcome,)
    return Condition(outcome, lambda context: context.facts.get("outcome") in known, title)
