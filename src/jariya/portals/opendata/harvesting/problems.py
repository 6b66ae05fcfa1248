"""What can be wrong with a source or a record: stable codes, what happened, what to do. Pure."""

from __future__ import annotations

from jariya.kernel.language.catalogues import N_

PROBLEMS: dict[str, tuple[str, str]] = {
    "harvest.address_refused": (
        N_("The address leads into a private network or is no web address; it was not called."),
        N_("Give an address of the public internet."),
    ),
    "harvest.unreached": (
        N_("The site did not answer in time."),
        N_("The run goes on by itself where it stopped. Look whether the site works."),
    ),
    "harvest.status": (
        N_("The site answered with an error."),
        N_("The run goes on by itself where it stopped. Tell the people of the site if it stays."),
    ),
    "harvest.too_large": (
        N_("The answer is larger than any page of a catalogue."),
        N_("Ask the site for smaller pages."),
    ),
    "harvest.cut_short": (
        N_("The answer was shorter than announced."),
        N_("The run goes on by itself where it stopped."),
    ),
    "harvest.not_json": (
        N_("The answer is no JSON."),
        N_("Look at the address: it may show a page for people, not for programs."),
    ),
    "harvest.not_rdf": (N_("The answer is no RDF that can be read."), N_("Have the catalogue checked by a validator.")),
    "harvest.not_csv": (
        N_("The answer is no table with the columns id, title and url."),
        N_("Save it as CSV; its first row names the columns."),
    ),
    "harvest.says_no": (
        N_("The catalogue says that the call failed."),
        N_("Look at the address and at what the site answers to it."),
    ),
    "harvest.endless": (
        N_("The site gives the same page again and again."),
        N_("What was read is kept. The people of the site must mend its paging."),
    ),
    "harvest.suddenly_empty": (
        N_("The catalogue is suddenly empty or has lost more than half of its records."),
        N_("Nothing was marked as gone. Look at the source; if it is true, confirm it with --gone."),
    ),
    "harvest.running": (
        N_("This source is being harvested already."),
        N_("Wait for the end; a worker that died is noticed after five minutes."),
    ),
    "harvest.no_names": (
        N_("This kind of source has no list of its sets."),
        N_("Give their names, one a line, with --names FILE."),
    ),
    "record.no_id": (N_("The record has no id."), N_("The people of the site must give it one.")),
    "record.no_title": (N_("The record has no title."), N_("The people of the site must give it one.")),
    "record.no_links": (N_("The record leads to no file or page."), N_("Nothing can be shown until it does.")),
    "record.twice": (
        N_("The same id came twice in one run."),
        N_("The first one was kept. The people of the site must mend it."),
    ),
    "record.not_readable": (
        N_("The record is not built as this kind of catalogue says."),
        N_("It was passed over; the others were taken."),
    ),
    "record.publisher_unknown": (
        N_("It is not known here which body this publisher is."),
        N_("Map the publisher to a body; until then its records are kept apart."),
    ),
    "record.refused": (
        N_("The record could not be published here."),
        N_("Look at the reason; it is tried again when the record changes."),
    ),
    "record.failed": (
        N_("The record could not be stored."),
        N_("It was passed over; the others were taken. Tell the operator of this site."),
    ),
}
"""Code: what happened, what to do."""
