"""Addresses of files."""

from __future__ import annotations

from jariya.project.registers.kinds import At, Door, Exit, PageKind, at

pages: tuple[PageKind, ...] = ()

exits: tuple[Exit, ...] = (
    Exit(
        "files:copy",
        "files",
        "file",
        True,
        lambda made: At({"public_id": made.file, "copy": "public", "name": made.file_name}),
    ),
    Exit("files:upload", "files", "json", False, lambda made: At({"token": made.upload}, persona="citizen-1")),
    Exit(
        "office:file-picture",
        "files",
        "png",
        False,
        lambda made: At({"public_id": made.file_marked, "number": 1}, persona="officer-1"),
    ),
)

doors: tuple[Door, ...] = (Door("files:uploads", "citizen-1", "POST", at()),)
