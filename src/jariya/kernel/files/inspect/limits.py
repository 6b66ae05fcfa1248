"""How large a file may be in every direction in which a small file can be made to grow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Technical limits, not law: an installation may give others.

    Bytes, pixels, seconds as named. `unpacked_ratio`: unpacked bytes for one packed byte, looked at from 10 MB on.
    `nesting`: files inside of files inside of an office file.
    `pages_looked_at`: pages of a PDF on which words that nobody sees are looked for.
    `words_per_page`: a page with more of them keeps no text when it is redacted.
    """

    bytes: int = 2 * 1024**3
    text_bytes: int = 200 * 1024**2
    text_line: int = 1_000_000
    zip_entries: int = 10_000
    zip_unpacked: int = 1024**3
    zip_entry: int = 600 * 1024**2
    unpacked_ratio: int = 200
    nesting: int = 2
    xml_depth: int = 256
    image_pixels: int = 89_000_000
    image_side: int = 30_000
    image_frames: int = 500
    pdf_pages: int = 3_000
    pdf_objects: int = 500_000
    pages_looked_at: int = 500
    page_pixels: int = 12_000_000
    words_per_page: int = 20_000


LIMITS = Limits()
