"""The periodic jobs of the house, and what every job has around it.

Each job is a thin shell around a plain function that takes `now` and catches up after any outage, so a run that was
missed, doubled or killed does no harm. procrastinate keeps its jobs in PostgreSQL: none is lost.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

log = logging.getLogger("jariya.jobs")

KEEP_HOURS = 24 * 7
"""Finished jobs stay this long for whoever looks for a fault."""
STALLED_SECONDS = 60.0
"""A worker without a heartbeat for so long is dead (heartbeats come every 10 s); its jobs are run again."""


def _around(work: Callable[[dt.datetime], Any]) -> Callable[[int], None]:
    """A periodic job of a plain function: fresh connections, and the time of this run, not of the plan."""

    @wraps(work)
    def job(timestamp: int) -> None:
        close_old_connections()
        try:
            done = work(timezone.now())
            log.info("%s: %s", work.__name__, done)
        finally:
            close_old_connections()

    return job


def deliver_due(now: dt.datetime) -> Any:
    """Send what the outbox holds; it waits there while mail is switched off."""
    from jariya.kernel.notices.delivery import deliver_due
    from jariya.portals.petitions.collecting import switches

    return "switched off" if switches.is_off("mail") else deliver_due(now)


def tell_overdue(now: dt.datetime) -> Any:
    """Tell of each term that ran past its due day."""
    from jariya.kernel.lifecycle.overdue import tell_overdue

    return tell_overdue(now=now)


def spread_law(now: dt.datetime) -> Any:
    """Bring running terms to the newest calendar and norms, should a run have been lost, and tell people."""
    from jariya.office.law.spreading import spread

    return spread(now=now)


def read_letters(now: dt.datetime) -> Any:
    """Read letters that came in and whose job was lost."""
    from jariya.kernel.notices.incoming.reading import read_waiting

    return read_waiting(now)


def forget_letters(now: dt.datetime) -> Any:
    """Drop raw letters that were read long ago."""
    from jariya.kernel.notices.incoming.reading import forget_raw

    return forget_raw(now)


def deliver_digests(now: dt.datetime) -> Any:
    """Send the digests of moved due days."""
    from jariya.kernel.notices.digests import deliver

    return deliver(now)


def close_when_over(now: dt.datetime) -> Any:
    """Close questions and requests in which nobody may or must do anything any more."""
    from jariya.portals.dialogue.actions import close_when_over
    from jariya.portals.requests.actions import close_when_over as close_requests

    return close_when_over(now=now), close_requests(now=now)


def lift_embargoes(now: dt.datetime) -> Any:
    """Open requests that were to be published from today on."""
    from jariya.portals.requests.actions import lift_embargoes

    return lift_embargoes(now=now)


def check_links(now: dt.datetime) -> Any:
    """Look whether the addresses that answers lead to open: those whose job was lost, and old ones again."""
    from jariya.portals.requests.links import check

    return check(now=now)


def read_tables(now: dt.datetime) -> Any:
    """Have files of open data read whose worker died or whose job was lost."""
    from jariya.portals.opendata.running.reading import read_left

    return read_left(now)


def check_data_links(now: dt.datetime) -> Any:
    """Look whether the links of data sets answer."""
    from jariya.portals.opendata.links import check

    return check(now)


def score_data(now: dt.datetime) -> Any:
    """Reckon the quality of data sets anew whose day of renewal has passed."""
    from jariya.portals.opendata.scoring import score_stale

    return score_stale(now)


def count_uses(now: dt.datetime) -> Any:
    """Count how often data sets were used, for their pages and the order of the catalogue."""
    from jariya.portals.opendata.reading.counted import fold

    return fold(now)


def make_tables(now: dt.datetime) -> Any:
    """Make whole files of tables that readers asked for, and of versions in force; keep within the disk's share."""
    from jariya.portals.opendata.downloads.making import make_wanted

    return make_wanted()


def advance_drafts(now: dt.datetime) -> Any:
    """Open and close discussions of draft programmes whose day has come."""
    from jariya.portals.budgets.drafts.actions import advance

    return advance(now=now)


def petition_standings(now: dt.datetime) -> Any:
    """What the last day brought petitions, for the lists that sort by it; promises of bodies that became late."""
    from jariya.portals.petitions.consideration.actions import tell_late
    from jariya.portals.petitions.public.standing import refresh

    return refresh(now=now), tell_late(now=now)


def advance_petitions(now: dt.datetime) -> Any:
    """End terms of petitions whose day has come, and add days of outage that a stopped run left."""
    from jariya.portals.petitions.actions.outages import spread_left
    from jariya.portals.petitions.clock import advance

    return advance(now=now), spread_left(now=now)


def tell_head_changes(now: dt.datetime) -> Any:
    """Tell askers of open questions that the head of the body came or left."""
    from jariya.portals.dialogue.blog.changes import tell_changes

    return tell_changes(now=now)


def advance_conferences(now: dt.datetime) -> Any:
    """Begin and end conferences whose moment has come, and register what had no answer."""
    from jariya.portals.dialogue.conference.actions import advance

    return advance(now=now)


def close_surveys(now: dt.datetime) -> Any:
    """Close surveys whose last day is over."""
    from jariya.portals.dialogue.survey.actions import close_when_over

    return close_when_over(now=now)


def compare_answers(now: dt.datetime) -> Any:
    """Look for near-identical answers among those that bodies published."""
    from jariya.portals.dialogue.alike.refreshing import refresh

    return refresh(now=now)


def tell_searches(now: dt.datetime) -> Any:
    """Tell followers of searches what was published since."""
    from jariya.project.following import tell_searches

    return tell_searches(now=now)


def count_supports(now: dt.datetime) -> Any:
    """Bring the shown numbers of supporters up to their rows."""
    from jariya.kernel.discussion.actions import count_supports

    return count_supports()


def clear_sessions(now: dt.datetime) -> Any:
    """Drop sessions whose end has passed."""
    from importlib import import_module

    from django.conf import settings

    return import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def forget_codes(now: dt.datetime) -> Any:
    """Drop one-time codes and failed tries that no limit counts any more."""
    from jariya.kernel.people.limits import forget_old

    return forget_old(now)


def index_registers(now: dt.datetime) -> Any:
    """Bring bodies and norms in the search index up to their registers: a rename is found within the hour."""
    from jariya.kernel.lifecycle.engine import legal_day
    from jariya.pages.indexing import index_registers

    return index_registers(legal_day(now))


def refresh_search(now: dt.datetime) -> Any:
    """Count anew how common words are: ranking and the mending of typing errors stand on it."""
    from jariya.kernel.search.actions import refresh_shares, refresh_vocabulary

    return refresh_shares(), refresh_vocabulary()


def recheck_signatures(now: dt.datetime) -> Any:
    """Check again signatures whose wait is over and whose job was lost; close requests that nobody signed."""
    from jariya.kernel.signing.actions import expire_due, recheck_due

    return recheck_due(now), expire_due(now)


def fetch_revocations(now: dt.datetime) -> Any:
    """Fetch the lists of revoked certificates that are due."""
    from jariya.kernel.signing.revoked import fetch_due

    return fetch_due(now)


def forget_signings(now: dt.datetime) -> Any:
    """Drop texts of requests to sign that ended long ago."""
    from jariya.kernel.signing.actions import forget_old
    from jariya.portals.dialogue.appeals.signed import forget_unsigned as forget_appeals
    from jariya.portals.dialogue.signed import forget_unsigned
    from jariya.portals.petitions.signed import forget_unsigned as forget_petitions
    from jariya.portals.requests.signed import forget_unsigned as forget_requests

    return forget_old(now), forget_unsigned(), forget_requests(), forget_appeals(), forget_petitions()


def count_reports(now: dt.datetime) -> Any:
    """Count editions of the yearly report whose job was lost."""
    from jariya.portals.requests.report.counting import count_left

    return count_left(now=now)


def hand_over_appeals(now: dt.datetime) -> Any:
    """Hand over appeals that wait, and hear what happened to those that arrived."""
    from jariya.portals.dialogue.appeals.client import available
    from jariya.portals.dialogue.appeals.handing import hand_over_due
    from jariya.portals.dialogue.appeals.hearing import listen

    return (hand_over_due(now), listen(now)) if available() else None


def ask_after_appeals(now: dt.datetime) -> Any:
    """Ask for the whole history of running appeals once a day, should an event have been lost on the other side."""
    from jariya.portals.dialogue.appeals.client import available
    from jariya.portals.dialogue.appeals.hearing import reconcile

    return reconcile(now) if available() else None


def sequence_logs(now: dt.datetime) -> Any:
    """Take new entries into the public record and ask the witnesses."""
    from jariya.kernel.record.tasks import sequence_logs

    return sequence_logs(now)


def count_signatures(now: dt.datetime) -> Any:
    """Bring on invalidations of signatures; count signatures should the sequencer not run."""
    from jariya.portals.petitions.collecting import invalidating, sequencer

    done = invalidating.run_all(now=now)
    with sequencer.alone() as mine:
        return done, sequencer.count() if mine else "the sequencer runs"


def forget_pace(now: dt.datetime) -> Any:
    """Drop minutes of signing that no supervisor looks at any more."""
    from jariya.portals.petitions.collecting.patterns import forget_old

    return forget_old(now)


def keep_days(now: dt.datetime) -> Any:
    """Keep the checkpoint that each log ended the day with."""
    from jariya.kernel.record.tasks import keep_days

    return keep_days(now)


def check_files(now: dt.datetime) -> Any:
    """Start again checks of files that were postponed or lost, and make the parties' copies that are missing."""
    from jariya.kernel.files.checking import check_left, prepare_left, scan_unscanned
    from jariya.kernel.files.publishing import make_left

    return check_left(now), prepare_left(now), scan_unscanned(now), make_left(now)


def clear_uploads(now: dt.datetime) -> Any:
    """Finish uploads whose process died at the end; remove those whose time is over."""
    from jariya.kernel.files.uploads import expire, finish_left

    return finish_left(now), expire(now)


def forget_filings(now: dt.datetime) -> Any:
    """Erase what clerks did not finish and words of coupons that were printed; drop letters of many that are over."""
    from jariya.kernel.correspondence.cosigners.actions import forget_over
    from jariya.office.filing.actions import forget_unfinished
    from jariya.office.filing.coupons import forget_printed

    return forget_printed(now=now), forget_unfinished(now=now), forget_over(now=now)


def forget_seminars(now: dt.datetime) -> Any:
    """Erase who was registered for seminars that are long over."""
    from jariya.portals.requests.learning.places import forget_names

    return forget_names(now=now)


def harvest_sources(now: dt.datetime) -> Any:
    """Harvest catalogues of other sites that are due; go on with runs that were killed or stopped."""
    from jariya.portals.opendata.harvesting.running import harvest_due

    return harvest_due(timezone.now)


def refresh_own_tables(now: dt.datetime) -> Any:
    """Publish tables of the platform's own records whose content changed."""
    from jariya.portals.opendata.own.publishing import refresh

    return refresh(now=now)


def write_catalogue(now: dt.datetime) -> Any:
    """Write the catalogue of open data anew for other catalogues and for SPARQL."""
    from jariya.api.dcat import dumps

    try:
        return str(dumps.make())
    except dumps.Busy:
        return "another process writes it"


# A queueing lock: while one run waits in the queue, the next one is not queued behind it.
_PERIODIC: tuple[tuple[str, Callable[[dt.datetime], Any]], ...] = (
    ("* * * * *", deliver_due),
    ("* * * * *", deliver_digests),
    ("* * * * *", read_letters),
    ("53 3 * * *", forget_letters),
    ("* * * * *", count_supports),
    ("*/10 * * * *", advance_drafts),
    ("*/10 * * * *", advance_petitions),
    ("*/5 * * * *", petition_standings),
    ("* * * * *", advance_conferences),
    ("13 * * * *", tell_head_changes),
    ("5 * * * *", close_surveys),
    ("33 2 * * *", compare_answers),
    ("*/10 * * * *", tell_searches),
    ("*/10 * * * *", tell_overdue),
    ("*/10 * * * *", spread_law),
    ("17 3 * * *", clear_sessions),
    ("27 3 * * *", forget_codes),
    ("37 * * * *", index_registers),
    ("19 * * * *", harvest_sources),
    ("27 2 * * *", write_catalogue),
    ("41 1 * * *", refresh_own_tables),
    ("7 4 * * *", refresh_search),
    ("23 * * * *", close_when_over),
    ("* * * * *", sequence_logs),
    ("*/2 * * * *", count_reports),
    ("* * * * *", hand_over_appeals),
    ("49 * * * *", ask_after_appeals),
    ("* * * * *", count_signatures),
    ("21 4 * * *", forget_pace),
    ("11 0 * * *", keep_days),
    ("* * * * *", recheck_signatures),
    ("*/10 * * * *", fetch_revocations),
    ("47 3 * * *", forget_signings),
    ("*/10 * * * *", forget_filings),
    ("57 3 * * *", forget_seminars),
    ("*/2 * * * *", check_files),
    ("5 0 * * *", lift_embargoes),
    ("*/5 * * * *", check_links),
    ("* * * * *", read_tables),
    ("* * * * *", make_tables),
    ("19 0 * * *", score_data),
    ("17 * * * *", count_uses),
    ("*/5 * * * *", check_data_links),
    ("*/10 * * * *", clear_uploads),
)
for _cron, _work in _PERIODIC:
    _name = f"periodic.{_work.__name__}"
    app.periodic(cron=_cron)(app.task(name=_name, queueing_lock=_name)(_around(_work)))


@app.periodic(cron="*/2 * * * *")
@app.task(name="periodic.retry_stalled", queueing_lock="periodic.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Run again the jobs that a killed worker left in `doing`: procrastinate itself leaves them there."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await manager.retry_job(job)
            log.warning("job %s (%s) was left by a dead worker and runs again", job.id, job.task_name)
        except UniqueViolation:
            # Its successor waits already (the queueing lock says so): one run is enough.
            await manager.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="41 3 * * *")
@app.task(name="periodic.forget_jobs", queueing_lock="periodic.forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Drop finished jobs after a week."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
