"""PDF: its pages, words and hidden things, and the copy without what lies under the boxes.

Every place is in points (1/72 inch) from the top left corner of the page as a reader sees it, turned and cropped:
the same as in the picture of `preview`.
"""

from __future__ import annotations

from jariya.kernel.files.inspect.pdf.hiding import findings
from jariya.kernel.files.inspect.pdf.places import Box, Page, Redacted, Word
from jariya.kernel.files.inspect.pdf.reading import pages, preview, words
from jariya.kernel.files.inspect.pdf.redacting import redact
from jariya.kernel.files.inspect.pdf.stripping import stripped

__all__ = ["Box", "Page", "Redacted", "Word", "findings", "pages", "preview", "redact", "stripped", "words"]
