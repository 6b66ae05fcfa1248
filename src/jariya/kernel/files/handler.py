"""How much one plain form may bring. What is larger comes in pieces, by the script of the field."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

FORM_MOST = 100 * 1024 * 1024
"""Bytes of one form with its files: a technical limit before anybody is asked who sends it."""


class Bounded(FileUploadHandler):
    """Refuses a form by its announced length before a byte of it is read: the page answers 413 in words."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: str, encoding: str | None = None
    ) -> None:
        if content_length > FORM_MOST:
            raise RequestDataTooBig(f"form of {content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
