"""Every code of the inspection in two tables: refusals, and findings with their weight. English originals."""

from __future__ import annotations

from typing import Literal, NamedTuple

from jariya.kernel.language.catalogues import N_

Severity = Literal["blocks", "warns"]


class Refusal(NamedTuple):
    """`what` happened and `what_to_do`: whole sentences, with %(most)s and %(seems)s where the refusal has values."""

    what: str
    what_to_do: str


class Hidden(NamedTuple):
    """What can hide in a file. `blocks`: the file is not published with it; `warns`: a human looks at it.

    `leaves`: the cleaned copy is without it. `on_request`: only when the hidden is taken out too.
    """

    severity: Severity
    sentence: str
    remedy: str
    leaves: bool = True
    on_request: bool = False


_AGAIN = N_("Save the file again in the program that made it and send it once more.")
_UNPACK = N_("Unpack it and attach the files one by one.")
_PDF = N_("Save the file as PDF and send that.")
_SPLIT = N_("Split the file into parts and send them one by one.")
_SMALLER = N_("Make the picture smaller and send it again.")
_LOCK = N_("Remove the password in the program that made the file and send it again.")
_LIST = N_("Send a document (PDF, DOCX, XLSX, PPTX, ODT, ODS), a picture, a text or a recording.")

_CLEAN = N_("Nothing needs to be done: the public copy is made without it.")
_ASK = N_("Take the hidden parts out of the public copy, or show them in the file and attach it again.")
_REDACT = N_("Open the redaction: the pages are drawn anew and only what is seen remains.")
_LOOK = N_("Look at the file and decide whether this may be public.")
_AUTHOR = N_("Remove it in the program that made the file, or save the file as PDF, and attach it again.")
_CONVERT = N_("Save the file in a new format (DOCX, XLSX) or as PDF and attach it again.")

REFUSALS: dict[str, Refusal] = {
    "file.empty": Refusal(N_("The file is empty."), N_("Check the file on your device and send it again.")),
    "file.too_big": Refusal(N_("The file is larger than %(most)s MB."), _SPLIT),
    "file.damaged": Refusal(N_("The file is damaged and cannot be read."), _AGAIN),
    "kind.archive": Refusal(N_("Archives are not accepted: what is in them could not be checked."), _UNPACK),
    "kind.encrypted": Refusal(N_("The file is locked with a password."), _LOCK),
    "kind.macros": Refusal(
        N_("The file contains macros, which are programs."),
        N_("Save it without macros (DOCX, XLSX) and send it again."),
    ),
    "kind.program": Refusal(N_("The file is a program."), _LIST),
    "kind.web_page": Refusal(N_("The file is a web page or contains a script."), _PDF),
    "kind.two_in_one": Refusal(
        N_("The file is of two kinds at once, and programs would show different things."), _AGAIN
    ),
    "kind.not_listed": Refusal(N_("Files of this kind are not accepted."), _LIST),
    "kind.not_text": Refusal(N_("The file is called a text and holds other data."), _AGAIN),
    "zip.damaged": Refusal(N_("The file is damaged: its parts cannot be unpacked."), _AGAIN),
    "zip.entries": Refusal(N_("The file has more than %(most)s parts."), _PDF),
    "zip.too_big": Refusal(N_("The file unpacks to more than %(most)s MB."), _SPLIT),
    "zip.bomb": Refusal(N_("The file unpacks to more than %(most)s times its size, as no document does."), _AGAIN),
    "zip.nested": Refusal(
        N_("Files lie inside of files more than %(most)s deep."), N_("Attach the files inside one by one.")
    ),
    "zip.names": Refusal(N_("The parts of the file have names that no document has."), _AGAIN),
    "xml.damaged": Refusal(N_("A part of the file is damaged."), _AGAIN),
    "xml.dtd": Refusal(N_("A part of the file fetches or repeats other data, as no document does."), _AGAIN),
    "xml.depth": Refusal(N_("A part of the file is nested more than %(most)s times."), _AGAIN),
    "xml.encoding": Refusal(N_("A part of the file is written in an encoding that programs read differently."), _AGAIN),
    "office.damaged": Refusal(N_("The document is damaged and cannot be looked into."), _AGAIN),
    "image.damaged": Refusal(
        N_("The picture is damaged and cannot be read."), N_("Save the picture again as JPEG or PNG.")
    ),
    "image.pixels": Refusal(N_("The picture has more than %(most)s million pixels."), _SMALLER),
    "image.frames": Refusal(N_("The moving picture is too long or too large."), N_("Send it as a video (MP4).")),
    "film.damaged": Refusal(
        N_("The recording is damaged and cannot be read."), N_("Save the recording again as MP4 or MP3.")
    ),
    "text.too_big": Refusal(N_("The text is larger than %(most)s MB."), _SPLIT),
    "text.line": Refusal(N_("The text has a line longer than %(most)s characters."), _AGAIN),
    "text.table": Refusal(
        N_("The table cannot be read: a quotation mark is not closed or a cell is too long."), _AGAIN
    ),
    "pdf.damaged": Refusal(N_("The PDF is damaged and cannot be read."), _AGAIN),
    "pdf.pages": Refusal(N_("The PDF has more than %(most)s pages."), _SPLIT),
    "pdf.objects": Refusal(N_("The PDF is built of too many parts."), _AGAIN),
    "pdf.text": Refusal(N_("A page of the PDF has more than %(most)s words."), _AGAIN),
    "pdf.no_page": Refusal(N_("The PDF has no such page."), N_("Choose another page.")),
    "pdf.box_outside": Refusal(N_("A mark lies outside of the pages."), N_("Draw the mark again on the page.")),
    "clean.impossible": Refusal(N_("No clean copy of this kind of file can be made."), _CONVERT),
    "work.too_long": Refusal(N_("Looking into the file took too long or too much memory."), _SPLIT),
}

FINDINGS: dict[str, Hidden] = {
    "legacy.opaque": Hidden("blocks", N_("A file of an old format: what hides in it cannot be seen"), _CONVERT, False),
    "sheet.hidden": Hidden("blocks", N_("Hidden sheet"), _ASK, on_request=True),
    "sheet.rows": Hidden("blocks", N_("Hidden rows"), _ASK, on_request=True),
    "sheet.columns": Hidden("blocks", N_("Hidden columns"), _ASK, on_request=True),
    "sheet.names": Hidden("warns", N_("Hidden names of cells"), _ASK, on_request=True),
    "sheet.format": Hidden("warns", N_("A number format that shows nothing"), _LOOK, False),
    "sheet.pale": Hidden("warns", N_("Cells with white text on no ground"), _LOOK, False),
    "sheet.headers": Hidden("warns", N_("Headers or footers that show only in print"), _LOOK, False),
    "sheet.changes": Hidden("blocks", N_("Tracked changes"), _CLEAN),
    "word.changes": Hidden("blocks", N_("Tracked changes"), _CLEAN),
    "word.hidden_text": Hidden("blocks", N_("Hidden text"), _ASK, on_request=True),
    "word.pale_text": Hidden("warns", N_("White or tiny text"), _LOOK, False),
    "word.fields": Hidden("warns", N_("Fields that fetch other files or data"), _LOOK, False),
    "slide.hidden": Hidden("blocks", N_("Hidden slide"), _ASK, on_request=True),
    "slide.notes": Hidden("blocks", N_("Speaker’s notes"), _CLEAN),
    "office.comments": Hidden("blocks", N_("Comments"), _CLEAN),
    "office.hidden_shape": Hidden("blocks", N_("Hidden drawings"), _ASK, on_request=True),
    "office.embedded": Hidden("blocks", N_("A whole file inside of the file"), _CLEAN),
    "office.object": Hidden("blocks", N_("A whole file inside of the file, shown as an object"), _AUTHOR, False),
    "office.external": Hidden("warns", N_("Links to other files"), _CLEAN),
    "office.links": Hidden("warns", N_("Links to mail addresses or to places on somebody’s disk"), _CLEAN),
    "office.connection": Hidden("blocks", N_("Connections to databases"), _CLEAN),
    "office.pivot": Hidden("blocks", N_("Rows stored behind a pivot table"), _CLEAN),
    "office.versions": Hidden("blocks", N_("Former versions"), _CLEAN),
    "office.properties": Hidden("warns", N_("Author, organisation and other properties"), _CLEAN),
    "office.custom": Hidden("warns", N_("Further properties and stored data"), _CLEAN),
    "office.thumbnail": Hidden("warns", N_("A small picture of the first page"), _CLEAN),
    "office.signature": Hidden("warns", N_("An electronic signature: a cleaned copy is not signed"), _LOOK),
    "office.picture_metadata": Hidden("warns", N_("Pictures with place, time or device of the photograph"), _CLEAN),
    "office.cropped": Hidden("warns", N_("Pictures of which a part is cut off but still stored"), _AUTHOR, False),
    "office.orphan": Hidden("warns", N_("Parts that nothing in the document leads to"), _CLEAN),
    "pdf.metadata": Hidden("warns", N_("Author, title and other properties"), _CLEAN),
    "pdf.private": Hidden("warns", N_("Data that a program stored for itself"), _CLEAN),
    "pdf.picture_metadata": Hidden("warns", N_("Pictures with place, time or device of the photograph"), _CLEAN),
    "pdf.notes": Hidden("blocks", N_("Comments"), _CLEAN),
    "pdf.redaction_not_applied": Hidden(
        "blocks", N_("Marks of a redaction that was never carried out"), _REDACT, False
    ),
    "pdf.attachment": Hidden("blocks", N_("Attached files"), _CLEAN),
    "pdf.media": Hidden("blocks", N_("Sound, video or models"), _CLEAN),
    "pdf.drawn_over": Hidden("warns", N_("Stamps, text or drawings laid over the page"), _LOOK, False),
    "pdf.script": Hidden("blocks", N_("Scripts or actions that start by themselves"), _CLEAN),
    "pdf.fields": Hidden("warns", N_("Form fields that are filled in"), _CLEAN),
    "pdf.xfa": Hidden("blocks", N_("A form of another format inside"), _CLEAN),
    "pdf.signature": Hidden("warns", N_("An electronic signature: a cleaned copy is not signed"), _LOOK),
    "pdf.hidden_layer": Hidden("blocks", N_("Layers that are switched off"), _REDACT, False),
    "pdf.layers": Hidden("warns", N_("Layers that can be switched off"), _LOOK, False),
    "pdf.former": Hidden("warns", N_("Former states of the file"), _CLEAN),
    "pdf.former_text": Hidden("blocks", N_("Words of a former state that are no longer shown"), _CLEAN),
    "pdf.unseen_text": Hidden(
        "blocks", N_("Text that is in the file and cannot be seen, for example under a black bar"), _REDACT, False
    ),
    "pdf.not_looked_at": Hidden("warns", N_("Pages on which hidden text was not looked for"), _REDACT, False),
    "image.place": Hidden("blocks", N_("The place where the photograph was taken"), _CLEAN),
    "image.device": Hidden("warns", N_("The device that took the photograph"), _CLEAN),
    "image.texts": Hidden("warns", N_("Descriptions and comments inside of the picture"), _CLEAN),
    "image.thumbnail": Hidden("warns", N_("A small picture, perhaps from before it was cut"), _CLEAN),
    "image.xmp": Hidden("warns", N_("Notes of a picture program"), _CLEAN),
    "image.metadata": Hidden("warns", N_("Time and settings of the photograph"), _CLEAN),
    "image.further": Hidden("warns", N_("Further pictures inside of the picture"), _CLEAN),
    "film.place": Hidden("blocks", N_("The place where the recording was made"), _CLEAN),
    "film.metadata": Hidden("warns", N_("Titles, device and time of the recording"), _CLEAN),
    "film.track": Hidden("warns", N_("A track of data or subtitles beside sound and picture"), _LOOK, False),
    "csv.formula": Hidden("warns", N_("Cells that a spreadsheet program would run as formulas"), _CLEAN),
}
